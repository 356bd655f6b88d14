/** `npm run fuzz-imports`: damaged model files must be imported or refused, and nothing else. */

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { child } from './child';
import { fuzz } from './run';
import { seedsOf } from './seeds';

const here = fileURLToPath(import.meta.url);
const CHILD = '--child';

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
};

async function main(options: { mutations: number; seed: number; format?: string[] }): Promise<void> {
  const root = join(dirname(here), '..', '..');
  const formats = options.format ?? [...new Set(seedsOf(root).map(({ format }) => format))];
  for (const format of formats) {
    const { findings, imported, refused, slowest } = await fuzz(root, [here, CHILD], {
      ...options,
      formats: [format],
    });
    console.log(
      `${format}: ${options.mutations} damaged files from seed ${options.seed}: ${imported} imported, ${refused} refused, ${findings.length} at fault; the slowest took ${Math.round(slowest)} ms`,
    );
    for (const { seed, problem } of findings.slice(0, 20)) console.log(`  seed ${seed}: ${problem}`);
    if (findings.length > 0) process.exitCode = 1;
  }
}

const at = process.argv.indexOf(CHILD);
if (at > 0) await child(process.argv[at + 1] as string, process.argv[at + 2] as string);
else {
  await new Command('fuzz-imports')
    .description('import damaged model files: each must be imported or refused, without a crash or a hang')
    .option('--mutations <count>', 'of each format', wholeNumber, 1000)
    .option('--seed <seed>', 'of the first; the next ones count up', wholeNumber, 1)
    .option('--format <names...>', 'keras, h5, json, onnx, safetensors')
    .action(main)
    .parseAsync();
}
