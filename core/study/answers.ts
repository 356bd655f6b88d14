/** A network's predictions for the images of a split: how good they are, and which are wrong. */
import type { SparseConfusion } from './confusion';

/** Most likely classes that are kept for each image. */
export const MOST_GUESSES = 10;

export interface Answers {
  /** Images. */
  count: number;
  /** Outputs of the network. */
  classes: number;
  /** Guesses per image: `classes`, but at most `MOST_GUESSES`. */
  guesses: number;
  /** Output of the true class of each image. */
  labels: Int32Array;
  /** Most likely outputs of each image, the most likely first, and their probabilities: [count, guesses]. */
  top: Int32Array;
  shares: Float32Array;
  losses: Float32Array;
}

export interface ClassScore {
  count: number;
  /** Recall: share of its images that are predicted as this class; null without images. */
  recall: number | null;
  /** Precision: share of the images predicted as this class that belong to it; null if there are none. */
  precision: number | null;
}

export interface Evaluation {
  count: number;
  /** Mean. */
  loss: number;
  accuracy: number;
  /** With more than five classes. */
  top5?: number;
  perClass: ClassScore[];
  confusion: SparseConfusion;
}

/** The most likely outputs of a row of probabilities; the first of equal ones wins, as in argmax. */
export function topOf(shares: ArrayLike<number>, most: number): number[] {
  const order = Array.from({ length: shares.length }, (_, index) => index);
  order.sort((a, b) => (shares[b] as number) - (shares[a] as number) || a - b);
  return order.slice(0, most);
}

export function evaluationOf({ count, classes, guesses, labels, top, losses }: Answers): Evaluation {
  const cells = new Map<number, number>();
  let loss = 0;
  let correct = 0;
  let among5 = 0;
  for (let image = 0; image < count; image++) {
    const truth = labels[image] as number;
    const predicted = top[image * guesses] as number;
    loss += losses[image] as number;
    if (truth === predicted) correct++;
    for (let place = 0; place < Math.min(5, guesses); place++) {
      if (top[image * guesses + place] === truth) among5++;
    }
    const cell = truth * classes + predicted;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
  const counts = [...cells]
    .sort(([a], [b]) => a - b)
    .map(([cell, images]): [number, number, number] => [Math.floor(cell / classes), cell % classes, images]);
  return {
    count,
    loss: loss / count,
    accuracy: correct / count,
    ...(classes > 5 ? { top5: among5 / count } : {}),
    perClass: perClassOf(classes, counts),
    confusion: { classes, counts },
  };
}

function perClassOf(classes: number, counts: SparseConfusion['counts']): ClassScore[] {
  const [are, called, found] = [0, 1, 2].map(() => new Array<number>(classes).fill(0)) as [
    number[],
    number[],
    number[],
  ];
  for (const [truth, predicted, images] of counts) {
    are[truth]! += images;
    called[predicted]! += images;
    if (truth === predicted) found[truth]! += images;
  }
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return are.map((count, index) => ({
    count,
    recall: share(found[index]!, count),
    precision: share(found[index]!, called[index]!),
  }));
}

const guessOf = ({ top, guesses }: Answers, image: number): number => top[image * guesses] as number;
const shareOf = ({ shares, guesses }: Answers, image: number): number => shares[image * guesses] as number;

const imagesOf = ({ count }: Answers, wanted: (image: number) => boolean): number[] =>
  Array.from({ length: count }, (_, image) => image).filter(wanted);

/** Most confident first; ties in the order of the split. */
const byConfidence = (images: number[], confidence: (image: number) => number): number[] =>
  images.sort((a, b) => confidence(b) - confidence(a) || a - b);

/** Positions of the images in a cell of the confusion matrix, most confident first. */
export function imagesInCell(answers: Answers, truth: number, predicted: number): number[] {
  const inCell = (image: number) => answers.labels[image] === truth && guessOf(answers, image) === predicted;
  return byConfidence(imagesOf(answers, inCell), (image) => shareOf(answers, image));
}

/** Positions of the misclassified images, most confident first. */
export function mistakes(answers: Answers): number[] {
  const isWrong = (image: number) => guessOf(answers, image) !== answers.labels[image];
  return byConfidence(imagesOf(answers, isWrong), (image) => shareOf(answers, image));
}

/**
 * Positions of the images that several networks put into different classes, by the confidence of the least confident
 * network. All have the same images and classes.
 */
export function disagreements(all: readonly Answers[]): number[] {
  const [first, ...others] = all;
  if (!first) return [];
  const differ = (image: number) => others.some((other) => guessOf(other, image) !== guessOf(first, image));
  const least = (image: number) => Math.min(...all.map((answers) => shareOf(answers, image)));
  return byConfidence(imagesOf(first, differ), least);
}
