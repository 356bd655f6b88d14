/** Imports damaged files with the app's own process for imports, which is started again where a file ends it. */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../../core/analysis/analyze';
import type { GraphDocument } from '../../core/graph/document';
import { parseDocumentText } from '../../core/network/parse';
import { type ImportReport, importReportSchema } from '../../core/study/import-report';
import { Refusal } from '../../main/basics/refusal';
import { Importer } from '../../main/importing/process';
import { type LaunchProcess, launchProcess } from '../../main/processes/launch';
import { Random } from '../differential/random';
import { damagedBytes } from './mutate';
import { type Seed, seedsOf } from './seeds';

export interface Finding {
  seed: number;
  problem: string;
}

export interface Fuzzed {
  imported: number;
  refused: number;
  /** Refused since it took too long, and so did a second try. */
  slow: number;
  /** Likewise, for its memory. */
  large: number;
  findings: Finding[];
}

type Outcome = Exclude<keyof Fuzzed, 'findings'> | { fault: string };

/** Milliseconds that an import may take. It has its own limits in CPU time; others may use the machine as well. */
const LONGEST = 60_000;

/** @param format one of `seedsOf`. @param first the first seed; the next ones count up. */
export async function fuzz(
  root: string,
  { mutations, seed: first, format }: { mutations: number; seed: number; format: string },
): Promise<Fuzzed> {
  const sandbox = new Sandbox(root);
  const seeds = seedsOf(root).filter((one) => one.format === format);
  const fuzzed: Fuzzed = { imported: 0, refused: 0, slow: 0, large: 0, findings: [] };
  try {
    for (let seed = first; seed < first + mutations; seed++) {
      const file = seeds[seed % seeds.length] as Seed;
      let outcome = await sandbox.trial(file, seed);
      if (outcome !== 'imported' && outcome !== 'refused') {
        // An earlier file may have left the process in disorder.
        sandbox.restart();
        outcome = await sandbox.trial(file, seed);
        sandbox.restart();
      }
      if (typeof outcome === 'string') fuzzed[outcome]++;
      else fuzzed.findings.push({ seed, problem: outcome.fault });
    }
    return fuzzed;
  } finally {
    sandbox.close();
  }
}

/**
 * Folders for the trials, which their process cannot leave: Node's permission model denies it all other files. Beside them is a file
 * that damaged paths lead to.
 */
class Sandbox {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), 'skipwire-fuzz-')));
  readonly #files = this.#made('files');
  readonly #model = this.#made('model');
  readonly #temporary = this.#made('temporary');
  readonly #launch: LaunchProcess;
  #importer: Importer | undefined;

  constructor(root: string) {
    writeFileSync(join(this.#folder, 'x'), new Uint8Array(1 << 16));
    const permission = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission';
    const flags = [
      permission,
      '--no-warnings',
      '--allow-worker',
      ...[root, this.#folder].map((folder) => `--allow-fs-read=${folder}/*`),
      ...[this.#model, this.#temporary].map((folder) => `--allow-fs-write=${folder}/*`),
    ];
    this.#launch = ({ env, ...options }) =>
      launchProcess({ ...options, env: { ...env, HOME: this.#folder, NODE_OPTIONS: flags.join(' ') } });
  }

  async trial(seed: Seed, number: number): Promise<Outcome> {
    const random = new Random(number);
    const { name, bytes, beside, onto } = seed;
    const inBeside = beside && random.chance(0.2);
    const path = join(this.#files, name);
    writeFileSync(path, inBeside ? bytes : seed.damage(new Uint8Array(bytes), random));
    if (beside) {
      const content = inBeside ? damagedBytes(new Uint8Array(beside.bytes), random) : beside.bytes;
      writeFileSync(join(this.#files, beside.name), content);
    }
    if (!this.#importer?.isAlive) {
      this.#importer = new Importer({ launch: this.#launch, temporary: this.#temporary });
    }
    try {
      const job = { path, onto, folder: this.#model };
      const { document, report } = await this.#importer.read(job, AbortSignal.timeout(LONGEST));
      requireReadable(document, report);
      return this.#leftBehind() ?? 'imported';
    } catch (error) {
      return outcomeOf(error) ?? this.#leftBehind() ?? 'refused';
    }
  }

  restart(): void {
    this.#importer?.close();
    this.#importer = undefined;
    for (const name of readdirSync(this.#temporary)) rmSync(join(this.#temporary, name), { recursive: true });
  }

  close(): void {
    this.restart();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #made(name: string): string {
    const folder = join(this.#folder, name);
    mkdirSync(folder);
    return folder;
  }

  #leftBehind(): Outcome | undefined {
    const left = [
      ...readdirSync(this.#temporary),
      ...readdirSync(this.#folder).filter((name) => !['files', 'model', 'temporary', 'x'].includes(name)),
      ...readdirSync(this.#model).filter((name) => name !== 'weights.safetensors'),
    ];
    return left.length > 0 ? { fault: `left behind: ${left.join(', ')}` } : undefined;
  }
}

/** @throws where the model's files could not be read again. */
function requireReadable(document: GraphDocument, report: ImportReport): void {
  analyze(parseDocumentText(JSON.stringify(document)));
  importReportSchema.parse(JSON.parse(JSON.stringify(report)));
}

/** Undefined for a refusal as it should be. */
function outcomeOf(error: unknown): Outcome | undefined {
  if (!(error instanceof Refusal)) return { fault: (error as Error).stack ?? String(error) };
  const { said, message } = error;
  if (said.key === 'import.refused.slow') return 'slow';
  if (said.key === 'import.refused.memory') return 'large';
  if (said.key === 'import.refused.died') return { fault: message };
  return /access to this api/i.test(message) ? { fault: `reached outside: ${message}` } : undefined;
}
