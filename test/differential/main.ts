/** `npm run differential`: any number of random networks, computed by us and by Keras or the float64 interpreter. */
import { Command, InvalidArgumentError } from 'commander';
import { checkSeeds } from './check';
import { pythonAtHand } from './keras';
import { shrink } from './shrink';

/** One Python process for as many. */
const CHUNK = 25;

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
};

async function main({ networks, seed }: { networks: number; seed: number }): Promise<void> {
  const python = pythonAtHand();
  console.log(
    `${networks} networks from seed ${seed}, compared with ${python ? `Keras (${python})` : 'the float64 interpreter; SKIPWIRE_PYTHON names no Python with Keras'}`,
  );
  let differing = 0;
  for (let first = 0; first < networks; first += CHUNK) {
    const seeds = Array.from(
      { length: Math.min(CHUNK, networks - first) },
      (_, index) => seed + first + index,
    );
    for (const checked of await checkSeeds(seeds, python)) {
      if (checked.found.length === 0) continue;
      differing += 1;
      console.log(
        `\nseed ${checked.seed}: again with npm run differential -- --networks 1 --seed ${checked.seed}`,
      );
      for (const line of checked.found) console.log(`  ${line}`);
      const smaller = await shrink(checked.document, checked.seed);
      for (const { id, type, params } of (smaller ?? checked.document).nodes)
        console.log(`    ${id}: ${type} ${JSON.stringify(params)}`);
    }
    console.log(`${first + seeds.length} of ${networks} done, ${differing} differ`);
  }
  process.exitCode = differing > 0 ? 1 : 0;
}

await new Command('differential')
  .description('compare random networks with Keras, or where there is none with a float64 interpreter')
  .option('--networks <count>', 'how many', wholeNumber, 30)
  .option('--seed <seed>', 'of the first; the next ones count up', wholeNumber, 1)
  .action(main)
  .parseAsync();
