/**
 * `npm run bench`: time per training step, all contestants in turn in one run, so that what slows the machine slows
 * them alike. It measures and prints; it asserts nothing.
 */
import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { presets } from '../../core/presets';
import { ensureEngine } from '../../main/engine';
import { packageRoot } from '../../main/engine/package-root';
import { Contestant, type Entry } from './contestant';
import type { Assignment } from './protocol';
import { machine, preparations, type Result, table, whole } from './report';

const HELP = `npm run bench -- [options]
  --arm <preset>    network, style "study", 32x32x3, 10 classes (resnet50)
  --batch <n>       images per step (256)
  --rounds <n>      times that each contestant has its turn (3)
  --steps <n>       steps per turn (4)
  --only <names>    some of skipwire,keras,tfjs
  --write           writes docs/BENCHMARKS.md
Keras runs in the Python that SKIPWIRE_PYTHON names, else in python3, where it has keras and tensorflow.`;

/** Batches that the data holds; each contestant goes round. */
const BATCHES = 8;

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} takes a whole number above 0. Received: ${text}.`);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      arm: { type: 'string', default: 'resnet50' },
      batch: { type: 'string', default: '256' },
      rounds: { type: 'string', default: '3' },
      steps: { type: 'string', default: '4' },
      only: { type: 'string', default: 'skipwire,keras,tfjs' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const ids = presets.map((preset) => preset.id);
  if (!ids.includes(values.arm)) {
    throw new Error(`--arm takes one of ${ids.join(', ')}. Received: ${values.arm}.`);
  }
  return {
    arm: values.arm,
    batch: positive('batch', values.batch),
    rounds: positive('rounds', values.rounds),
    steps: positive('steps', values.steps),
    only: values.only.split(','),
    write: values.write,
    help: values.help,
  };
}

/** Random images with labels: the arithmetic of a step does not depend on what it sees. */
function writeData(folder: string, arm: string, batch: number): Assignment {
  const count = batch * BATCHES;
  const imagesFile = join(folder, 'images.bin');
  const labelsFile = join(folder, 'labels.bin');
  writeFileSync(imagesFile, randomFillSync(Buffer.alloc(count * 32 * 32 * 3)));
  writeFileSync(
    labelsFile,
    new Uint8Array(Int32Array.from({ length: count }, (_, index) => index % 10).buffer),
  );
  return { arm, batch, imagesFile, labelsFile, count };
}

function kerasPython(): string | undefined {
  const candidates = [process.env.SKIPWIRE_PYTHON, 'python3'].filter((each) => each !== undefined);
  return candidates.find((program) => {
    const script =
      'from importlib.util import find_spec; exit(not (find_spec("keras") and find_spec("tensorflow")))';
    return spawnSync(program, ['-c', script], { stdio: 'ignore' }).status === 0;
  });
}

async function entries(only: readonly string[]): Promise<Entry[]> {
  const engine = await ensureEngine({ onProgress: ({ phase }) => console.error(phase) });
  const script = (file: string) => join(packageRoot(), 'build', 'bench', file);
  const found: Entry[] = [
    { name: 'Skipwire', program: process.execPath, args: [script('skipwire.cjs')], env: engine.env },
  ];
  const python = only.includes('keras') ? kerasPython() : undefined;
  if (python) {
    found.push({ name: 'Keras', program: python, args: [join(packageRoot(), 'test/bench/keras_step.py')] });
  } else if (only.includes('keras')) {
    console.log('Keras is left out: neither SKIPWIRE_PYTHON nor python3 has keras and tensorflow.');
  }
  found.push({
    name: 'tfjs layers',
    program: process.execPath,
    args: [script('tfjs-layers.cjs')],
    env: engine.env,
  });
  return found.filter(({ name }) => only.includes(name.split(' ')[0]?.toLowerCase() ?? ''));
}

/** Prepared one after the other, alone; one that cannot take part is named and left out. */
async function prepare(list: readonly Entry[], assignment: Assignment) {
  const ready: { contestant: Contestant; result: Result & { ms: number[] } }[] = [];
  for (const entry of list) {
    console.log(`Preparing ${entry.name} ...`);
    const contestant = Contestant.start(entry, assignment);
    try {
      const greeting = await contestant.ready();
      // Warms up allocators and kernels; not counted.
      await contestant.steps(2);
      ready.push({ contestant, result: { name: entry.name, ready: greeting, ms: [] } });
    } catch (error) {
      contestant.end();
      console.log(`${entry.name} is left out. ${error instanceof Error ? error.message : error}`);
    }
  }
  return ready;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(HELP);
  const { arm, batch, rounds, steps } = options;
  const where = machine();
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-bench-'));
  const contestants: Awaited<ReturnType<typeof prepare>> = [];
  try {
    contestants.push(...(await prepare(await entries(options.only), writeData(folder, arm, batch))));
    for (let round = 1; round <= rounds; round++) {
      // Another goes first each round.
      const turn = contestants.map((_, index) => contestants[(index + round) % contestants.length]);
      for (const each of turn) {
        if (!each) continue;
        const { ms } = await each.contestant.steps(steps);
        each.result.ms.push(...ms);
        console.log(`round ${round}, ${each.result.name}: ${ms.map(whole).join(' ')} ms`);
      }
    }
  } finally {
    for (const { contestant } of contestants) contestant.end();
    rmSync(folder, { recursive: true, force: true });
  }
  if (contestants.length > 0)
    report(
      contestants.map(({ result }) => result),
      options,
      where,
    );
}

function report(
  results: readonly Result[],
  { arm, batch, rounds, steps, write }: ReturnType<typeof readOptions>,
  where: string,
): void {
  const what = `${arm} (study), 32x32x3, batch ${batch}, SGD 0.01, clipnorm 1 (tfjs: none); ${rounds} rounds of ${steps} steps each, in turn`;
  const counts = new Set(results.map(({ ready }) => ready.parameters));
  const notes = [
    ...results.map(({ name, ready }) => `${name}: ${ready.versions}, ${ready.parameters} parameters`),
    ...(counts.size > 1 ? ['The contestants do not train the same network: compare with care.'] : []),
  ];
  const prepared = results.map(preparations);
  console.log(['', what, where, ...notes, '', table(results), '', ...prepared].join('\n'));
  if (!write) return;
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');
  const text = `# Benchmarks

Written by \`npm run bench -- --write\`. Time per training step: ${what}.

${table(results)}

${list([where, ...notes])}

Preparations, each contestant alone, once:

${list(prepared)}
`;
  writeFileSync(join(packageRoot(), 'docs', 'BENCHMARKS.md'), text);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
