/** The text below the ablation table: what was measured, on which images, after what training. */
import { join, t } from '../messages';
import type { Compared } from './compared';
import { datasetName, datasetTitle } from './data';
import { splitWords } from './describe-selection';
import type { RunRecord } from './run';
import { describeTraining, metricName } from './setting/facts';
import { tuningPhrase } from './tuning';
import { epochsOf, extendedApart } from './twin-settings';

interface CaptionRow extends Compared {
  members: readonly RunRecord[];
}

/**
 * Has each way of training once: `CIFAR-10, trained on ..., 5 epochs, SGD 0.01, ...`.
 * @param about what is compared with what, or is not
 */
export function captionOf(rows: readonly CaptionRow[], tested: boolean, about: readonly string[]): string {
  const sentences = new Set(rows.flatMap((row) => row.members.slice(0, 1).map(sentenceOf)));
  if (sentences.size === 0) return '';
  const members = rows.flatMap((row) => row.members);
  return [
    t('study.caption.accuracy'),
    ...intervalSentences(rows),
    ...testSentences(members, tested),
    ...about,
    ...extendedApart(rows),
    ...sentences,
  ].join(' ');
}

function intervalSentences(rows: readonly CaptionRow[]): string[] {
  const kinds = new Set(rows.flatMap(({ interval }) => (interval ? [interval.paired] : [])));
  const how = [kinds.has(true) && t('study.caption.paired'), kinds.has(false) && t('study.caption.welch')];
  if (kinds.size === 0) return [];
  const comparisons = rows.filter(({ evidence }) => evidence?.p !== undefined).length;
  return [
    t('study.caption.intervals', { how: how.filter(Boolean).join(', ') }),
    ...(comparisons > 0 ? [t('statistics.caption.p', { count: comparisons })] : []),
  ];
}

function testSentences(runs: readonly RunRecord[], tested: boolean): string[] {
  if (!tested) return runs.some(({ test }) => test) ? [t('study.caption.noTests')] : [];
  const metrics = [...new Set(runs.map(({ settings }) => metricName(settings.checkpoints.best)))];
  const again = runs.some(({ earlierTests }) => earlierTests.length > 0);
  return [
    t('study.caption.tests', { metrics: join(metrics, 'or') }),
    ...(again ? [t('study.caption.testAgain')] : []),
  ];
}

/** Whether validation used the test images. Old records say so only in words. */
const validatedOnTest = ({ split }: RunRecord): boolean =>
  split?.validatedOn === 'test' ||
  /validated on the [\d,]+ official test images/.test(split?.description ?? '');

function sentenceOf(run: RunRecord): string {
  const without = validatedOnTest(run) && !run.test ? t('study.caption.noTestNumber') : '';
  const split = run.split ? `: ${splitWords(run.split).replace(/\.$/, '')}${without}` : '';
  const { settings } = run;
  const { dataset } = settings;
  const set = run.split?.dataset ? datasetTitle(run.split.dataset, dataset) : datasetName(dataset);
  const tuning = tuningPhrase(run.network.tuning);
  return `${set}${split}; ${epochsOf(run)}; ${describeTraining(settings)}${tuning && `; ${tuning}`}.`;
}
