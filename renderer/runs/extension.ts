/** The learning rate of an extended run, for its dialog. Pure. */

import { calculate } from '../../core/format/calculate';
import { formatRate } from '../../core/format/number';
import { t } from '../../core/messages';
import {
  type ExtensionRate,
  extendedSettings,
  extensionRateSchema,
  heldRate,
  lastSchedule,
  learningRateOf,
  spansTraining,
} from '../../core/study/extension';
import type { RunRecord } from '../../core/study/run';
import type { Schedule } from '../../core/study/schedule';

export type RateKind = ExtensionRate['type'];

export interface RateOption {
  value: RateKind;
  label: string;
  /** Nothing would be learned. */
  disabled: boolean;
}

export interface Extending {
  run: RunRecord;
  moreEpochs: number;
}

/** Schedules that need no numbers but the rate. */
export const NEW_SCHEDULES = ['constant', 'cosine', 'linear'] as const satisfies readonly Schedule['type'][];
export type NewSchedule = (typeof NEW_SCHEDULES)[number];

const after = ({ run, moreEpochs }: Extending, rate: ExtensionRate) =>
  extendedSettings(run.settings, placeOf(run), moreEpochs, rate);

const placeOf = (run: RunRecord) => ({
  step: stepOf(run),
  epoch: run.epochs.length,
  finished: run.state === 'finished',
});
const stepOf = ({ checkpoints }: RunRecord): number => checkpoints.at(-1)?.step ?? 0;

export const extendedTo = (extending: Extending): number => after(extending, { type: 'keep' }).epochs;

export function rateOptions(extending: Extending): RateOption[] {
  const spans = spansTraining(lastSchedule(extending.run.settings));
  const zero = heldRate(after(extending, { type: 'keep' })) === 0;
  return [
    { value: 'keep', label: t(spans ? 'train.rate.hold' : 'train.rate.asBefore'), disabled: zero },
    ...(spans ? [{ value: 'stretch' as const, label: t('train.rate.stretch'), disabled: false }] : []),
    { value: 'new', label: t('train.rate.new'), disabled: false },
  ];
}

/** Share of the run's own rate; below it next to nothing is learned. */
const NEXT_TO_NOTHING = 0.01;

/** The first choice: hold the rate, unless next to nothing would be learned. */
export function usualRate(extending: Extending): RateKind {
  const held = heldRate(after(extending, { type: 'keep' }));
  if (held === 0) return 'new';
  const { learningRate } = extending.run.settings.optimizer;
  return held !== undefined && held < NEXT_TO_NOTHING * learningRate ? 'stretch' : 'keep';
}

/** Undefined while the new rate is not valid. */
export function readRate(
  kind: RateKind,
  typedRate: string,
  schedule: NewSchedule,
): ExtensionRate | undefined {
  const rate =
    kind === 'new'
      ? { type: kind, learningRate: calculate(typedRate), schedule: { type: schedule } }
      : { type: kind };
  return extensionRateSchema.safeParse(rate).data;
}

export function rateWords(extending: Extending, rate: ExtensionRate): string {
  const { run } = extending;
  const settings = after(extending, rate);
  const jump = jumpWords(run, settings);
  const withJump = (words: string) => (jump ? `${words} ${jump}` : words);
  switch (rate.type) {
    case 'keep': {
      const held = heldRate(settings);
      if (held === undefined) return t('train.rate.goesOn');
      if (held === 0) return t('train.rate.zero');
      return t('train.rate.held', { count: run.settings.epochs, rate: formatRate(held) });
    }
    case 'stretch':
      return withJump(t('train.rate.stretched', { count: settings.epochs }));
    case 'new':
      return withJump(t('train.rate.newSchedule'));
  }
}

function jumpWords(run: RunRecord, settings: RunRecord['settings']): string {
  const { stepsPerEpoch } = run;
  const step = stepOf(run);
  if (step === 0 || stepsPerEpoch === undefined) return '';
  const [before, next] = [step - 1, step].map((update) =>
    formatRate(learningRateOf(settings, { step: update, stepsPerEpoch, history: run.epochs })),
  );
  return before === next ? '' : t('train.rate.jump', { before: before!, next: next! });
}
