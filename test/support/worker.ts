/** The real training worker and all services around it, on temporary folders. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingEvent } from '../../core/contract/training';
import { type LaunchOptions, launchProcess, type ProcessHandle } from '../../main/processes/launch';
import { createServices, type Services } from '../../main/services';
import type { FromWorker, ToWorker, WorkerHandle } from '../../main/training/protocol/messages';
import { KeptLauncher } from './kept-launcher';

const root = join(__dirname, '..', '..');

/** Path of the bundled worker, built where its sources changed. */
export function bundledWorker(): string {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'build.mjs'), 'main', '--if-needed'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The worker could not be bundled:\n${stderr}`);
  return join(root, 'build', 'main', 'worker.cjs');
}

export interface TestServices extends Services {
  folder: string;
  /** Worker processes that were started so far. */
  workers: WorkerHandle[];
  /** Closes the services and deletes their folders. */
  dispose(): Promise<void>;
}

/**
 * @param oneProcess trains in one process as long as nobody kills it, which saves each run a start of TensorFlow.
 * @param attempts 1: a run whose worker is killed stays interrupted.
 * @param slots how many runs at once; null: as many as are fastest.
 * @param folder an earlier one's, which was closed, not disposed of.
 */
export async function testServices({
  oneProcess = false,
  attempts = 1,
  slots = 1,
  folder = mkdtempSync(join(tmpdir(), 'skipwire-training-')),
}: {
  oneProcess?: boolean;
  attempts?: number;
  slots?: number | null;
  folder?: string;
} = {}): Promise<TestServices> {
  const workers: WorkerHandle[] = [];
  const kept = oneProcess ? new KeptLauncher() : undefined;
  const services = await createServices({
    host: 'cli',
    version: '0.0.0',
    runsRoot: join(folder, 'runs'),
    documentsRoot: join(folder, 'documents'),
    datasetsRoot: join(folder, 'datasets'),
    modelsRoot: join(folder, 'models'),
    binRoot: join(folder, 'bin'),
    keptRoot: join(folder, 'kept'),
    speedsRoot: join(folder, 'speeds'),
    attempts,
    workerEntry: bundledWorker(),
    launch: <To, From>(options: LaunchOptions) => {
      const worker = kept ? kept.launch(options) : launchProcess<ToWorker, FromWorker>(options);
      workers.push(worker);
      return worker as ProcessHandle<unknown, unknown> as ProcessHandle<To, From>;
    },
  });
  await services.queue.slots(slots);
  return {
    ...services,
    folder,
    workers,
    async dispose() {
      await services.close();
      kept?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All events up to `idle`; `each` may act on them as they come. */
export async function untilIdle(
  events: AsyncIterable<TrainingEvent>,
  each: (event: TrainingEvent) => void = () => undefined,
): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of events) {
    all.push(event);
    each(event);
    if (event.type === 'idle') break;
  }
  return all;
}
