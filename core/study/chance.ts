/**
 * Whether an accuracy is above chance: a one-sided binomial test against always answering the most frequent class. The
 * level is 1%, not the usual 5%, since a table has a dozen such numbers.
 */
import { binomialTail } from '../statistics/probability';
import type { RunRecord } from './run';

const LEVEL = 0.01;

export interface Guessing {
  /** The most frequent class has this share. */
  share: number;
  /** The highest accuracy, 0..1, that still counts as chance. */
  most: number;
  images: number;
}

function guessingOn(perClass: readonly number[] | undefined, classes: number | undefined, count: number) {
  const images = perClass?.reduce((sum, one) => sum + one, 0) || count;
  if (images < 1) return undefined;
  const share = perClass?.length ? Math.max(...perClass) / images : classes ? 1 / classes : undefined;
  return share === undefined ? undefined : { share, most: luckOf(share, images), images };
}

/** The highest number of right answers that is not yet significant, as a share. */
function luckOf(share: number, images: number): number {
  let [chance, above] = [Math.floor(share * images), images + 1];
  while (above - chance > 1) {
    const middle = Math.floor((chance + above) / 2);
    if (binomialTail(middle, images, share) > LEVEL) chance = middle;
    else above = middle;
  }
  return chance / images;
}

type Measured = Pick<RunRecord, 'split' | 'settings'>;

const classesOf = ({ split, settings }: Measured): number | undefined =>
  split?.classes?.length ?? settings.selection.classes?.length;

/** On a run's validation images; undefined if an old record knows neither classes nor images. */
export function validationGuessing(run: Measured): Guessing | undefined {
  const { split } = run;
  return split && guessingOn(split.perClass?.validation, classesOf(run), split.valCount);
}

/** On its test images. */
export function testGuessing(run: Measured): Guessing | undefined {
  const { split } = run;
  return split && guessingOn(split.perClass?.test, classesOf(run), split.testCount ?? 0);
}

/** @param accuracy 0..1. */
export const isChance = (accuracy: number, { most, images }: Guessing): boolean =>
  Math.round(accuracy * images) <= Math.round(most * images);
