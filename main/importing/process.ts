/** Reads model files in a separate process (worker.ts), which is ended if it hangs or takes too much memory. */
import { totalmem } from 'node:os';
import { basename } from 'node:path';
import type { ModelInfo } from '../../core/contract/models';
import { type Key, type Message, type MessageOrText, message, verbatim } from '../../core/messages';
import type { ImportReport } from '../../core/study/import-report';
import { errorLine } from '../basics/error-line';
import { Refusal } from '../basics/refusal';
import type { ImportedGraph, ModelStore } from '../models/store';
import { bundledEntry } from '../processes/bundled-entry';
import type { LaunchProcess, ProcessHandle } from '../processes/launch';
import { type Vitals, VitalsReader } from '../processes/vitals';
import { Watchdog } from '../processes/watchdog';
import type { ImportOptions } from '.';

export interface ImportJob extends ImportOptions {
  path: string;
  /** Folder for the weights. */
  folder: string;
}

export type FromImporter =
  | { type: 'ready' }
  | ({ type: 'read' } & ImportedGraph)
  | { type: 'refused'; said: MessageOrText }
  | {
      type: 'failed';
      error: Pick<NodeJS.ErrnoException, 'message' | 'code' | 'syscall' | 'path' | 'stack'>;
    };

type Answer = Exclude<FromImporter, { type: 'ready' }>;

/** The process ended without an answer. */
interface Ended {
  type: 'ended';
  why: Message;
}

/**
 * Milliseconds of CPU time for one step (steps.ts) of a small file. The slowest step of a valid one, loading the HDF5 library, takes
 * 150. CPU time, since other programs may use the machine as well.
 */
const LONGEST_STEP = 2000;
/** Bytes per millisecond. On a slow machine, reading and converting a weight is at least twice as fast. */
const SLOWEST = 20_000;
/** Bytes that any import may use, and the additional bytes for each byte of its files. */
const MEMORY = 1.5 * 1024 ** 3;
const MEMORY_PER_BYTE = 8;
/** The share of this machine's memory that an import may use at most. */
const MOST_OF_MEMORY = 0.75;

/** Whether a process is making progress, by its vital signs. */
class Judge {
  #step = 0;
  #began = 0;

  /** @returns why it must end */
  hear({ counters: [step = 0, bytes = 0], cpu, memory }: Vitals): Key | undefined {
    if (step !== this.#step) {
      this.#step = step;
      this.#began = cpu;
    }
    if (memory > Math.min(MEMORY + MEMORY_PER_BYTE * bytes, MOST_OF_MEMORY * totalmem())) {
      return 'import.refused.memory';
    }
    return cpu - this.#began > LONGEST_STEP + bytes / SLOWEST ? 'import.refused.slow' : undefined;
  }
}

/** Characters of its output that are kept for an error. */
const LAST_OUTPUT = 2000;

export interface ImporterOptions {
  launch: LaunchProcess;
  /** Bundle of worker.ts; default: beside this one. */
  entry?: string;
  /** Folder for its files; whoever starts it removes them. */
  temporary: string;
}

/** A process that reads one file after another, until one of them ends it. */
export class Importer {
  readonly #child: ProcessHandle<ImportJob, FromImporter>;
  readonly #ready: Promise<void>;
  readonly #ended: Promise<Ended>;
  #answer: (said: Answer) => void = () => undefined;
  #why: Message | undefined;
  #file = '';
  isAlive = true;

  constructor({ launch, entry = bundledEntry('import.cjs'), temporary }: ImporterOptions) {
    const env = { TMPDIR: temporary, TMP: temporary, TEMP: temporary };
    const child = launch<ImportJob, FromImporter>({ env, entry, task: 'import' });
    this.#child = child;
    const watchdog = new Watchdog(() => this.#end('import.refused.slow'));
    const [reader, judge] = [new VitalsReader(), new Judge()];
    let output = '';
    child.onOutput((text) => {
      const { signs, others } = reader.take(text);
      output = (output + others).slice(-LAST_OUTPUT);
      if (signs.length > 0) watchdog.progressed();
      const wrong = signs.map((sign) => judge.hear(sign)).find((key) => key !== undefined);
      if (wrong !== undefined) this.#end(wrong);
    });
    this.#ready = new Promise((resolve) => {
      child.onMessage((said) => {
        if (said.type === 'ready') resolve();
        else this.#answer(said);
      });
    });
    this.#ended = new Promise((resolve) => {
      child.onExit(({ code, signal, error }) => {
        this.isAlive = false;
        watchdog.stop();
        const how = verbatim(error ?? errorLine(output) ?? String(code ?? signal));
        resolve({
          type: 'ended',
          why: this.#why ?? message('import.refused.died', { file: this.#file, how }),
        });
      });
    });
  }

  /** @throws Refusal naming what is wrong with the file; the signal's reason if aborted, which ends the process. */
  async read(job: ImportJob, signal?: AbortSignal): Promise<ImportedGraph> {
    signal?.throwIfAborted();
    this.#file = basename(job.path);
    const end = () => this.close();
    signal?.addEventListener('abort', end, { once: true });
    try {
      const said = await Promise.race([this.#asked(job), this.#ended]);
      signal?.throwIfAborted();
      if (said.type === 'read') return { document: said.document, report: said.report };
      if (said.type === 'refused') throw new Refusal(said.said);
      if (said.type === 'failed') throw Object.assign(new Error(), said.error);
      throw new Refusal(said.why);
    } finally {
      signal?.removeEventListener('abort', end);
    }
  }

  async #asked(job: ImportJob): Promise<Answer> {
    await this.#ready;
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#child.send(job);
    });
  }

  close(): void {
    this.#child.kill();
  }

  #end(key: Key): void {
    this.#why ??= message(key, { file: this.#file });
    this.close();
  }
}

export interface ImportRequest extends Omit<ImporterOptions, 'temporary'>, Omit<ImportJob, 'folder'> {
  /** As in `ModelStore.create`. */
  name?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Imports a file into the data folder as a model.
 * @throws Refusal; the signal's reason if aborted
 */
export async function importInto(
  models: ModelStore,
  { path, onto, pixels, name, signal, ...options }: ImportRequest,
): Promise<{ model: ModelInfo; report: ImportReport }> {
  const model = await models.create(async (folder) => {
    const importer = new Importer({ ...options, temporary: folder });
    try {
      return await importer.read({ path, onto, pixels, folder }, signal);
    } finally {
      importer.close();
    }
  }, name);
  return { model, report: await models.report(model.id) };
}
