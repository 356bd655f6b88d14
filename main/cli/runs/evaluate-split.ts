import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
import type { PredictedSplit } from '../../../core/contract/predict';
import { csvText } from '../../../core/format/csv';
import { formatCount, formatDecimals, formatPercent } from '../../../core/format/number';
import { inEnglish, t } from '../../../core/messages';
import { denseConfusion } from '../../../core/study/confusion';
import { answersIn } from '../../predicting/network';
import type { Evaluated } from '../../predicting/service';
import { interruptible } from '../interrupt';
import { columns, headings, print, printJson, say } from '../output/output';
import { Phases } from '../output/phases';
import { findNetwork } from './asking';

export interface EvaluateFlags {
  checkpoint: CheckpointChoice;
  split: PredictedSplit;
  dataset?: string;
  json?: boolean;
  csv?: boolean;
}

/** The largest confusion matrix, in classes, that a terminal shows as a matrix. */
const WIDEST = 20;
/** Number of cells listed for a larger one. */
const MOST_CELLS = 20;

export async function evaluate(asked: string, flags: EvaluateFlags): Promise<void> {
  const { predictor, service } = await findNetwork(asked, flags.checkpoint);
  const phases = new Phases();
  try {
    const evaluated = await interruptible((signal) =>
      service.evaluate({ of: predictor, ...flags }, (progress) => phases.show(progress), signal),
    );
    phases.clear();
    report(evaluated, flags);
  } finally {
    phases.clear();
  }
}

function report(evaluated: Evaluated, { split, json, csv }: EvaluateFlags): void {
  const { images, evaluation, network, recorded } = evaluated;
  const { classes, dataset, from } = images;
  const rows = denseConfusion(evaluation.confusion);
  if (json) {
    const { count, loss, accuracy, top5, perClass } = evaluation;
    printJson({
      ...{ network: inEnglish(network.title), epoch: network.trained?.checkpoint.epoch },
      ...{ dataset: dataset.id, split, from, count, loss, accuracy, top5 },
      precision: answersIn(network),
      recorded: recorded && {
        loss: recorded.valLoss,
        accuracy: recorded.valAccuracy,
        top5: recorded.valTop5,
      },
      perClass: perClass.map((score, index) => ({ name: classes[index], ...score })),
      confusion: rows,
    });
    return;
  }
  (csv ? say : print)(summary(evaluated, split));
  if (recorded && recorded.valAccuracy !== evaluation.accuracy) {
    const accuracy = formatPercent(recorded.valAccuracy, 2);
    say(t('cli.evaluate.recorded', { accuracy, precision: answersIn(network) }));
  }
  if (network.inference.classes === null) say(t('cli.evaluate.byOrder', { dataset: dataset.name }));
  if (csv) {
    const heads = [
      'dataset',
      'split',
      'class',
      'images',
      'recall',
      'precision',
      ...classes.map((name) => `predicted ${name}`),
    ];
    const records = evaluation.perClass.map(({ count, recall, precision }, index) => [
      ...[dataset.id, split, classes[index], count, recall ?? undefined, precision ?? undefined],
      ...(rows[index] as number[]),
    ]);
    print(csvText([heads, ...records]));
    return;
  }
  print('');
  print(perClassTable(evaluated));
  print('');
  print(classes.length <= WIDEST ? matrix(classes, rows) : confused(evaluated));
}

function summary({ network, images: { dataset }, evaluation }: Evaluated, split: string): string {
  const { count, loss, accuracy, top5 } = evaluation;
  const epoch = network.trained?.checkpoint.epoch;
  return [
    t('cli.evaluate.on', {
      network:
        epoch === undefined ? network.title : t('cli.evaluate.epoch', { network: network.title, epoch }),
      ...{ split, count, dataset: dataset.name },
    }),
    t('cli.evaluate.numbers', {
      loss: formatDecimals(loss, 4),
      accuracy: formatPercent(accuracy, 2),
      top5: top5 === undefined ? '' : formatPercent(top5, 2),
      hasTop5: top5 === undefined ? 'no' : 'yes',
    }),
  ].join('\n');
}

function perClassTable({ images: { classes }, evaluation }: Evaluated): string {
  const share = (value: number | null) => (value === null ? '–' : formatPercent(value));
  const rows = evaluation.perClass.map(({ count, recall, precision }, index) => [
    ...[classes[index] as string, formatCount(count), share(recall), share(precision)],
  ]);
  return columns([headings('class', 'images', 'recall', 'precision'), ...rows], [1, 2, 3]);
}

function matrix(classes: readonly string[], rows: readonly (readonly number[])[]): string {
  const cells = rows.map((row, index) => [classes[index] as string, ...row.map(String)]);
  const right = [...rows.keys()].map((index) => index + 1);
  return columns([[t('cli.evaluate.matrix'), ...classes], ...cells], right);
}

function confused({ images: { classes }, evaluation }: Evaluated): string {
  const wrong = evaluation.confusion.counts.filter(([truth, predicted]) => truth !== predicted);
  const most = wrong.sort((a, b) => b[2] - a[2]).slice(0, MOST_CELLS);
  const rows = most.map(([truth, predicted, count]) => [
    ...[classes[truth] as string, classes[predicted] as string, formatCount(count)],
  ]);
  return columns([headings('class', 'takenFor', 'images'), ...rows], [2]);
}
