/** `skipwire runs`: the runs that other commands take. */
import { Command } from 'commander';
import { formatPercent } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { nameOf, type RunRecord, titleOf } from '../../../core/study/run';
import { columns, headings, print, printJson, say } from '../output/output';

export function runsCommand(): Command {
  return new Command('runs')
    .description(t('cli.runs.description'))
    .option('--out <folder>', t('cli.runs.out'))
    .option('--json', t('cli.options.json'))
    .action(async ({ out, json }: { out?: string; json?: boolean }) => {
      const { resolve } = await import('node:path');
      const { runsRoot } = await import('../../basics/paths');
      const { RunStore } = await import('../../runs/store');
      const root = out === undefined ? runsRoot() : resolve(out);
      const report = (broken: { folder: string; reason: string }) => say(t('cli.runs.leftOut', broken));
      const runs = await new RunStore({ root, report }).list();
      if (json) return printJson(runs.map(asJson));
      if (runs.length === 0) return say(t('cli.runs.none', { folder: root }));
      const heads = headings('id', 'network', 'state', 'dataset', 'epochs', 'valAccuracy', 'created');
      print(columns([heads, ...runs.map(rowOf)], [4, 5]));
    });
}

const accuracyOf = ({ epochs }: RunRecord): number | undefined => epochs.at(-1)?.valAccuracy;

function rowOf(run: RunRecord): string[] {
  const { id, state, settings, epochs, createdAt } = run;
  const accuracy = accuracyOf(run);
  return [
    id,
    nameOf(run),
    t('cli.end.state', { state }),
    settings.dataset,
    `${epochs.length}/${settings.epochs}`,
    accuracy === undefined ? '–' : formatPercent(accuracy),
    createdAt.slice(0, 16).replace('T', ' '),
  ];
}

function asJson(run: RunRecord): object {
  const { id, state, settings, epochs, createdAt, studyId, studyName } = run;
  return {
    ...{ id, name: titleOf(run), state, dataset: settings.dataset },
    ...{ epochs: epochs.length, ofEpochs: settings.epochs, valAccuracy: accuracyOf(run) },
    ...{ createdAt, study: { id: studyId, name: studyName } },
  };
}
