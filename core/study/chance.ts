/**
 * Whether an accuracy says that a network has learned anything. One that knows nothing of an image does best by answering
 * always with the most frequent class, and on few images it may be right more often than that by luck. So an accuracy is
 * above chance only where guessing would reach it in less than one of a hundred tries: a one-sided binomial test on the
 * images that were validated on. The level is 1%, not the usual 5%, as a table holds a dozen such numbers.
 */
import { binomialTail } from './probability';
import type { RunRecord } from './run';

const LEVEL = 0.01;

export interface Guessing {
  /** Share of the most frequent class: what always answering it gets. */
  share: number;
  /** The highest accuracy, 0..1, that still is chance. */
  most: number;
  /** How many were measured on. */
  images: number;
}

/** Images of each class where the record has them, else only the number of classes. */
function guessingOn(perClass: readonly number[] | undefined, classes: number | undefined, count: number) {
  const images = perClass?.reduce((sum, one) => sum + one, 0) || count;
  if (images < 1) return undefined;
  const share = perClass?.length ? Math.max(...perClass) / images : classes ? 1 / classes : undefined;
  return share === undefined ? undefined : { share, most: luckOf(share, images), images };
}

/** The most right answers that are not yet significant, as a share. */
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

/** What guessing gets on a run's validation images; undefined where an old record knows neither classes nor images. */
export function validationGuessing(run: Measured): Guessing | undefined {
  const { split } = run;
  return split && guessingOn(split.perClass?.validation, classesOf(run), split.valCount);
}

/** The same for the images of its test number. */
export function testGuessing(run: Measured): Guessing | undefined {
  const { split } = run;
  return split && guessingOn(split.perClass?.test, classesOf(run), split.testCount ?? 0);
}

/** @param accuracy 0..1. */
export const isChance = (accuracy: number, { most, images }: Guessing): boolean =>
  Math.round(accuracy * images) <= Math.round(most * images);
