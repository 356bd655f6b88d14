/** `npm run fuzz-imports`: damaged model files must be imported or refused, and nothing else. */

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { fuzz } from './run';
import { seedsOf } from './seeds';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const formats = [...new Set(seedsOf(root).map(({ format }) => format))];

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
};

async function main(options: { mutations: number; seed: number; format: readonly string[] }): Promise<void> {
  for (const format of options.format) {
    const { findings, imported, refused, slow, large } = await fuzz(root, { ...options, format });
    console.log(
      `${format}: ${options.mutations} damaged files from seed ${options.seed}: ${imported} imported, ${refused} refused, ${slow} ended for their time, ${large} for their memory, ${findings.length} at fault`,
    );
    for (const { seed, problem } of findings.slice(0, 20)) console.log(`  seed ${seed}: ${problem}`);
    if (findings.length > 0) process.exitCode = 1;
  }
}

await new Command('fuzz-imports')
  .description('import damaged model files: each must be imported or refused, without a crash or a hang')
  .option('--mutations <count>', 'of each format', wholeNumber, 1000)
  .option('--seed <seed>', 'of the first; the next ones count up', wholeNumber, 1)
  .option('--format <names...>', formats.join(', '), formats)
  .action(main)
  .parseAsync();
