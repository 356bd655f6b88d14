/** `npm run differential`: any number of random networks, computed by us, by Keras and by the programs that open our exports. */
import { Command, InvalidArgumentError } from 'commander';
import type { GraphDocument } from '../../core/graph/document';
import { type Checked, type Comparison, checkNetworks, checkSeeds, comparisons } from './check';
import { pythonAtHand } from './run-python';
import { shrink } from './shrink';
import { trialOf } from './trial';

/** One Python process for as many. */
const CHUNK = 25;

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
};

const listed = (text: string): Comparison[] =>
  text.split(',').map((name) => {
    const known = comparisons.find((comparison) => comparison === name);
    return known ?? refuseFormat(name);
  });

const refuseFormat = (name: string): never => {
  throw new InvalidArgumentError(`It must be some of ${comparisons.join(', ')}. Received: ${name}.`);
};

interface Options {
  networks: number;
  seed: number;
  formats: readonly Comparison[];
}

async function main({ networks, seed, formats: asked }: Options): Promise<void> {
  const python = pythonAtHand();
  const formats = python ? asked : asked.filter((format) => format !== 'litert');
  const without =
    'SKIPWIRE_PYTHON names no Python: the float64 interpreter takes the place of Keras, and LiteRT is left out';
  console.log(`${networks} networks from seed ${seed}: ${formats.join(', ')}`);
  console.log(python ? `Python: ${python}` : without);
  const refusals = new Map<string, number>();
  let differing = 0;
  for (let first = 0; first < networks; first += CHUNK) {
    const seeds = Array.from(
      { length: Math.min(CHUNK, networks - first) },
      (_, index) => seed + first + index,
    );
    for (const checked of await checkSeeds(seeds, python, formats)) {
      for (const { file } of checked.refused) refusals.set(file, (refusals.get(file) ?? 0) + 1);
      if (checked.found.length === 0) continue;
      differing += 1;
      await report(checked, formats, python);
    }
    console.log(`${first + seeds.length} of ${networks} done, ${differing} differ`);
  }
  for (const [file, count] of refusals) console.log(`${file}: ${count} networks are refused by name`);
  process.exitCode = differing > 0 ? 1 : 0;
}

async function report(
  { seed, document, found }: Checked,
  formats: readonly Comparison[],
  python: string | undefined,
): Promise<void> {
  const again = `npm run differential -- --networks 1 --seed ${seed} --formats ${formats.join()}`;
  console.log(`\nseed ${seed}: again with ${again}`);
  for (const line of found) console.log(`  ${line}`);
  const differences = async (smaller: GraphDocument) => {
    const [checked] = await checkNetworks([trialOf(smaller, seed)], python, formats);
    return checked?.found ?? [];
  };
  for (const { id, type, params } of ((await shrink(document, differences)) ?? document).nodes)
    console.log(`    ${id}: ${type} ${JSON.stringify(params)}`);
}

await new Command('differential')
  .description('compare random networks with Keras or a float64 interpreter, and what they are exported to')
  .option('--networks <count>', 'how many', wholeNumber, 30)
  .option('--seed <seed>', 'of the first; the next ones count up', wholeNumber, 1)
  .option('--formats <list>', comparisons.join(','), listed, [...comparisons])
  .action(main)
  .parseAsync();
