/** The images: which set, and which of its images were for what. */
import { formatCount } from '../format/number';
import { t } from '../messages';
import { splitWords } from '../study/describe-selection';
import type { RunRecord } from '../study/run';
import { capital } from './differences';
import type { ReportBlock, ReportFact } from './document';
import { type ReportedStudy, recordsOf, setOf } from './study';

export function dataBlocks(study: ReportedStudy): ReportBlock[] {
  const splits = new Map(
    recordsOf(study).flatMap((run) => (run.split ? [[JSON.stringify(run.split), run] as const] : [])),
  );
  return [...splits.values()].map((run): ReportBlock => ({ kind: 'facts', facts: factsOf(run) }));
}

function factsOf(run: RunRecord): ReportFact[] {
  const split = run.split!;
  const { trainCount, valCount, testCount, digest, classes, files } = split;
  const fact = (label: string, value: string | undefined): ReportFact[] =>
    value === undefined ? [] : [{ label, value }];
  return [
    ...fact(t('report.data.set'), setOf(run)),
    ...fact(t('report.data.images'), capital(splitWords(split))),
    ...fact(t('report.data.training'), formatCount(trainCount)),
    ...fact(t('report.data.validation'), formatCount(valCount)),
    ...fact(t('report.data.test'), testCount === undefined ? undefined : formatCount(testCount)),
    ...fact(t('report.data.classes'), classes && formatCount(classes.length)),
    ...fact(t('report.data.dropped'), files && files.dropped > 0 ? formatCount(files.dropped) : undefined),
    ...fact(t('report.data.digest'), digest),
  ];
}
