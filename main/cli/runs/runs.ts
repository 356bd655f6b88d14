/** `skipwire runs`: the runs that other commands take. */
import { Command } from 'commander';
import { formatPercent } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { QueryError } from '../../../core/query/expression';
import { type RunTest, shownTest } from '../../../core/query/filter-runs';
import { nameOf, type RunRecord, titleOf } from '../../../core/study/run';
import { Refusal } from '../../basics/refusal';
import { columns, headings, print, printJson, say } from '../output/output';

export function runsCommand(): Command {
  return new Command('runs')
    .description(t('cli.runs.description'))
    .option('--out <folder>', t('cli.runs.out'))
    .option('--filter <expression>', t('cli.runs.filter'))
    .option('--json', t('cli.options.json'))
    .action(async ({ out, filter = '', json }: { out?: string; filter?: string; json?: boolean }) => {
      const { resolve } = await import('node:path');
      const { runsRoot } = await import('../../basics/paths');
      const { RunStore } = await import('../../runs/store');
      const root = out === undefined ? runsRoot() : resolve(out);
      const report = (broken: { folder: string; reason: string }) => say(t('cli.runs.leftOut', broken));
      const test = testFor(filter);
      const all = await new RunStore({ root, report }).list();
      const runs = all.filter(test);
      const archived = all.filter(({ annotations }) => annotations?.archived).length;
      if (json) return printJson(runs.map(asJson));
      if (all.length === 0) return say(t('cli.runs.none', { folder: root }));
      if (runs.length === 0 && archived < all.length) say(t('query.noMatches', { filter }));
      if (runs.length > 0) {
        const heads = headings(
          'id',
          'network',
          'state',
          'dataset',
          'epochs',
          'valAccuracy',
          'created',
          'written',
        );
        print(columns([heads, ...runs.map(rowOf)], [4, 5]));
      }
      if (archived > 0 && !runs.some(({ annotations }) => annotations?.archived))
        say(t('cli.runs.archived', { count: archived }));
    });
}

function testFor(filter: string): RunTest {
  try {
    return shownTest(filter, { hidden: true, archived: false });
  } catch (error) {
    if (error instanceof QueryError) throw new Refusal(error.said);
    throw error;
  }
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
    writtenOn(run),
  ];
}

/** A star, the tags, and the first line of the notes. */
function writtenOn({ annotations = {} }: RunRecord): string {
  const { starred, tags = [], notes, setAside } = annotations;
  const lost = setAside === undefined ? [] : [t('runs.annotations.setAside', { file: setAside })];
  return [
    ...(starred ? ['★'] : []),
    ...tags.map((tag) => `[${tag}]`),
    ...(notes === undefined ? lost : [notes.split('\n', 1)[0]!]),
  ].join(' ');
}

function asJson(run: RunRecord): object {
  const { id, state, settings, epochs, createdAt, studyId, studyName, annotations } = run;
  return {
    ...{ id, name: titleOf(run), state, dataset: settings.dataset },
    ...{ epochs: epochs.length, ofEpochs: settings.epochs, valAccuracy: accuracyOf(run) },
    ...{ createdAt, study: { id: studyId, name: studyName } },
    ...(annotations && { annotations }),
  };
}
