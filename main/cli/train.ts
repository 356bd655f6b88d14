/** `skipwire train`: one network, once. */
import { Command } from 'commander';
import { number } from './options';
import { print, say } from './output';
import {
  addTrainingOptions,
  defaultSeed,
  seedSchema,
  settingsOf,
  type TrainingFlags,
} from './training-options';

interface TrainFlags extends TrainingFlags {
  seed: number;
  json?: boolean;
}

export function trainCommand(): Command {
  const command = new Command('train')
    .description('train one network')
    .argument('<network>', 'a preset (see "skipwire presets") or a graph document');
  return addTrainingOptions(command)
    .option('--seed <n>', 'makes a run repeatable', number(seedSchema), defaultSeed)
    .option('--json', 'one JSON object per line: every epoch, then the run')
    .action(train);
}

async function train(network: string, flags: TrainFlags): Promise<void> {
  const { INTERRUPTED, trainFromTerminal } = await import('./training-run');
  const { createReporter } = await import('./reporter');
  const { runs, stopped } = await trainFromTerminal(
    [network],
    flags,
    (arms, images) => ({
      name: arms[0]?.name ?? network,
      arms,
      settings: settingsOf(flags, flags.seed, images),
      seeds: [flags.seed],
    }),
    createReporter({ json: flags.json === true, epochsOnStdout: true }),
  );
  const run = runs[0];
  if (stopped) process.exitCode = INTERRUPTED;
  if (!run) return;
  const { record, folder } = run;
  if (record.state === 'failed' || (record.state === 'interrupted' && !stopped)) {
    say(`skipwire: ${record.error ?? 'the run failed'}`);
    process.exitCode = 1;
    return;
  }
  if (flags.json) print(JSON.stringify({ type: 'done', run: folder, id: record.id, state: record.state }));
  else print(`${record.state === 'finished' ? 'Finished' : 'Stopped'}: ${folder}`);
}
