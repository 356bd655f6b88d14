/** Values of one picture among those of many, and the likeliest classes in them. */
import type { Guess } from '../../core/contract/predict';
import { type Answers, topOf } from '../../core/study/answers';

/** @param size of each picture. @param at which one. */
export const valuesOf = (values: Float32Array, at: number, size: number): Float32Array =>
  values.subarray(at * size, (at + 1) * size);

export function guessesOf(shares: Float32Array, at: number, classes: number, most: number): Guess[] {
  const row = valuesOf(shares, at, classes);
  return topOf(row, most).map((output) => ({ class: output, share: row[output] as number }));
}

export function keptGuesses({ top, shares, guesses }: Answers, image: number, most: number): Guess[] {
  return Array.from({ length: Math.min(most, guesses) }, (_, place) => ({
    class: top[image * guesses + place] as number,
    share: shares[image * guesses + place] as number,
  }));
}
