/** A study that is killed again and again ends with the bits of an undisturbed one, and no cell is trained twice. */
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetStore } from '../../../main/datasets';
import { RunStore } from '../../../main/runs/store';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { checkFolder, checkpointBits, metricLines } from '../../support/runs';
import { bundledWorker } from '../../support/worker';

jest.setTimeout(300_000);

const root = join(__dirname, '..', '..', '..');

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-killed-study-'));
  bundledWorker();
  await testEngine();
  await new DatasetStore({ root: join(folder, 'datasets') }).generate({
    trainCount: 96,
    valCount: 32,
    seed: 4,
  });
}, ENGINE_TIMEOUT);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const network = documentOf('net', [
  { id: 'x', type: 'Input', params: { shape: [32, 32, 3] } },
  {
    id: 'conv',
    type: 'Conv2D',
    params: { filters: 4, kernelSize: [3, 3], strides: [4, 4], padding: 'same' },
  },
  { id: 'bn', type: 'BatchNormalization' },
  { id: 'pool', type: 'GlobalAveragePooling2D' },
  { id: 'out', type: 'Dense', params: { units: 10, activation: 'softmax' } },
]);

const study = {
  format: 'skipwire.study',
  version: 1,
  name: 'Killed',
  base: { document: network },
  arms: [{ name: 'narrow' }, { name: 'wide', edits: [{ kind: 'width', factor: 2 }] }],
  baseline: 'narrow',
  seeds: [1, 2],
  settings: { dataset: 'shapes', epochs: 3, batchSize: 16, threads: 1, 'augmentation.flip': true },
};

/** At which rename a process dies; see test/support/dying.cjs. */
interface Death {
  at: string;
  nth: number;
  has?: string;
  who: 'self' | 'group';
}

interface Ended {
  code: number | null;
  signal: string | null;
  out: string;
  err: string;
}

/** A data folder with the study's file in it. */
class World {
  readonly data: string;
  readonly runs: RunStore;
  private deaths = 0;

  constructor(name: string) {
    this.data = join(folder, name);
    this.runs = new RunStore({ root: join(this.data, 'runs') });
    mkdirSync(this.data);
    symlinkSync(join(folder, 'datasets'), join(this.data, 'datasets'));
    writeFileSync(join(this.data, 'study.json'), JSON.stringify(study));
  }

  study(...deaths: Death[]): Promise<Ended> {
    return this.skipwire(['study', 'run', 'study.json', '--format', 'json'], deaths);
  }

  /** In a process group of its own. */
  skipwire(args: readonly string[], deaths: readonly Death[] = []): Promise<Ended> {
    const marked = deaths.map((death) => ({ ...death, mark: join(this.data, `died-${++this.deaths}`) }));
    const child = spawn(process.execPath, [join(root, 'build', 'main', 'cli.cjs'), ...args], {
      cwd: this.data,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        SKIPWIRE_DATA: this.data,
        SKIPWIRE_DEVICE: 'cpu',
        NODE_OPTIONS: `--require ${join(root, 'test', 'support', 'dying.cjs')}`,
        SKIPWIRE_TEST_DEATHS: JSON.stringify(marked),
      },
    });
    const said = { out: '', err: '' };
    for (const [name, stream] of [
      ['out', child.stdout],
      ['err', child.stderr],
    ] as const) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said[name] += text;
      });
    }
    return new Promise((resolve) => {
      child.on('exit', (code, signal) => resolve({ code, signal, ...said }));
    });
  }

  get died(): number {
    return readdirSync(this.data).filter((name) => name.startsWith('died-')).length;
  }

  /** What each cell came to: curves and weights, to the bit. */
  async results(): Promise<Record<string, unknown>> {
    const { runs } = await this.runs.scan();
    return Object.fromEntries(
      await Promise.all(
        runs.map(async ({ id, arm, settings, checkpoints }) => {
          const at = this.runs.folder(id);
          const bits = await checkpointBits(at, checkpoints.at(-1)!.file);
          return [`${arm} ${settings.seed}`, { lines: metricLines(at), bits }] as const;
        }),
      ),
    );
  }
}

/** Without what depends on the clock and on names. */
const tableIn = ({ out }: Ended): unknown =>
  JSON.parse(out, (key, value) =>
    ['secondsPerEpoch', 'runIds', 'studyId'].includes(key) ? undefined : value,
  );

const RUN_FOLDER = 'runs/[^/]+-s[0-9]-[^/]+$';
const CHECKPOINT = 'checkpoints/[^/]+$';
const RECORD = 'run\\.json$';

/** With two runs at once: one process, or all of a machine's. */
const ROUNDS: Death[][] = [
  // The host, while it makes the third run.
  [{ who: 'self', at: RUN_FOLDER, nth: 3 }],
  // Host and workers, in the middle of a checkpoint.
  [{ who: 'group', at: CHECKPOINT, nth: 2 }],
  // A worker in the middle of a checkpoint; later the host, between two runs.
  [
    { who: 'self', at: CHECKPOINT, nth: 1 },
    { who: 'self', at: RECORD, has: '"state": "finished"', nth: 2 },
  ],
  // The host, when a run begins.
  [{ who: 'self', at: RECORD, has: '"state": "running"', nth: 1 }],
];

test('a study that is killed five times ends as an undisturbed one, and no cell is trained twice', async () => {
  const [calm, killed] = [new World('calm'), new World('killed')];
  const undisturbed = await calm.study();
  expect(undisturbed).toMatchObject({ code: 0, signal: null });

  await killed.skipwire(['queue', 'slots', '2']);
  const finished = new Map<string, unknown>();
  const noteFinished = async () => {
    for (const { id, state, endedAt } of (await killed.runs.scan()).runs) {
      if (state !== 'finished') continue;
      const log = readFileSync(killed.runs.folder(id).log, 'utf8');
      expect(finished.get(id) ?? { endedAt, log }).toEqual({ endedAt, log });
      finished.set(id, { endedAt, log });
    }
  };
  for (const deaths of ROUNDS) {
    expect(await killed.study(...deaths)).toMatchObject({ signal: 'SIGKILL' });
    await noteFinished();
  }
  expect(killed.died).toBe(5);
  const last = await killed.study();
  expect(last).toMatchObject({ code: 0, signal: null });
  await noteFinished();

  expect(tableIn(last)).toEqual(tableIn(undisturbed));
  expect(await killed.results()).toEqual(await calm.results());
  const { runs, broken } = await killed.runs.scan();
  expect({ runs: runs.length, broken }).toEqual({ runs: 4, broken: [] });
  for (const { id } of runs) await checkFolder(killed.runs.folder(id));

  const again = await killed.study();
  expect(again.err).toContain('Every run of this study has been trained.');
  expect(tableIn(again)).toEqual(tableIn(undisturbed));
  await noteFinished();
});
