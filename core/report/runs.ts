/** Every arm with every seed: how each run ended, and its validation accuracy. */
import { csvText } from '../format/csv';
import { formatPercent } from '../format/number';
import { t } from '../messages';
import { isHalved } from '../study/halved-runs';
import { errorOf, LOCAL, nameOf, type RunRecord } from '../study/run';
import type { ReportBlock, ReportCell } from './document';
import { nameOfArm, type ReportedStudy, recordsOf } from './study';

export function runBlocks(study: ReportedStudy): ReportBlock[] {
  const records = recordsOf(study);
  const seeds = [...new Set(records.map(({ settings }) => settings.seed))].sort((a, b) => a - b);
  const failed = records.filter(({ error }) => error !== undefined);
  const repeated = study.arms.some(({ runs }) =>
    seeds.some((seed) => runs.filter(({ record }) => record.settings.seed === seed).length > 1),
  );
  return [
    { kind: 'text', text: t('report.runs.what') },
    {
      kind: 'table',
      id: 'runs',
      caption: t('report.runs.caption', { study: study.name }),
      columns: [
        { heading: t('report.runs.arm'), isWords: true },
        ...seeds.map((seed) => ({ heading: t('report.runs.seed', { seed: String(seed) }) })),
      ],
      rows: study.arms.map((arm) => [
        { text: nameOfArm(arm) },
        ...seeds.map((seed) =>
          cellOf(arm.runs.map(({ record }) => record).findLast(({ settings }) => settings.seed === seed)),
        ),
      ]),
      csv: csvOf(records),
    },
    ...(repeated ? [{ kind: 'text', text: t('report.runs.newest'), tone: 'muted' } as const] : []),
    ...(failed.length > 0
      ? [
          {
            kind: 'list',
            items: failed.map((run) =>
              t('report.runs.error', { run: nameOf(run), error: errorOf(run) ?? '' }),
            ),
          } as const,
        ]
      : []),
  ];
}

function cellOf(run: RunRecord | undefined): ReportCell {
  if (!run) return { text: '–', tone: 'muted' };
  const { state, epochs, settings } = run;
  const accuracy = epochs.at(-1)?.valAccuracy;
  if (state === 'finished' && accuracy !== undefined) return { text: formatPercent(accuracy) };
  const words = t('report.runs.state', {
    ...{ state: endOf(run), epochs: epochs.length, of: settings.epochs },
    begun: epochs.length > 0 ? 'yes' : 'no',
  });
  return { text: words, tone: state === 'failed' ? 'warning' : 'muted' };
}

const endOf = (run: RunRecord) => (isHalved(run) ? 'halved' : run.state);

/** Fields by name: scripts read them, so the names stay, in every language. */
const csvOf = (records: readonly RunRecord[]): string =>
  csvText([
    [
      'arm',
      'varied',
      'seed',
      'state',
      'epochs',
      'val_accuracy',
      'val_loss',
      'test_accuracy',
      'seconds',
      'where',
      'run',
    ],
    ...records.map((run) => {
      const { id, arm, varied = [], settings, epochs, test, where } = run;
      const last = epochs.at(-1);
      return [
        ...[arm, varied.map(({ path, value }) => `${path}=${String(value)}`).join(' '), settings.seed],
        ...[endOf(run), epochs.length, last?.valAccuracy, last?.valLoss, test?.accuracy],
        ...[epochs.reduce((sum, { seconds }) => sum + seconds, 0), where ?? LOCAL, id],
      ];
    }),
  ]);
