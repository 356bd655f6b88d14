/** Sums over the examples of an epoch; means come out of them at the end, whatever the sizes of the batches. */
import { z } from 'zod';

/** What a batch came to, summed over its examples. */
export interface BatchSums {
  loss: number;
  correct: number;
  count: number;
  /** With more than five classes. */
  top5?: number | undefined;
  /** Row-major, [true class][predicted class]. */
  confusion?: ArrayLike<number> | undefined;
}

export class EpochSums {
  loss = 0;
  correct = 0;
  count = 0;
  private top5: number | undefined;
  private confused: number[] | undefined;

  add({ loss, correct, count, top5, confusion }: BatchSums): void {
    this.loss += loss;
    this.correct += correct;
    this.count += count;
    if (top5 !== undefined) this.top5 = (this.top5 ?? 0) + top5;
    if (confusion !== undefined) {
      this.confused ??= new Array<number>(confusion.length).fill(0);
      for (let index = 0; index < confusion.length; index++) {
        this.confused[index] = (this.confused[index] ?? 0) + (confusion[index] ?? 0);
      }
    }
  }

  get meanLoss(): number {
    return this.loss / this.count;
  }
  get accuracy(): number {
    return this.correct / this.count;
  }
  get top5Share(): number | undefined {
    return this.top5 === undefined ? undefined : this.top5 / this.count;
  }
  /** By [true class][predicted class]. */
  get confusion(): number[][] | undefined {
    const { confused } = this;
    if (!confused) return undefined;
    const classes = Math.sqrt(confused.length);
    return Array.from({ length: classes }, (_, row) => confused.slice(row * classes, (row + 1) * classes));
  }

  /** For a checkpoint within the epoch. Numbers survive JSON bit by bit. */
  save(): SavedSums {
    const { loss, correct, count, top5 } = this;
    return { loss, correct, count, ...(top5 === undefined ? {} : { top5 }) };
  }

  restore({ loss, correct, count, top5 }: SavedSums): void {
    Object.assign(this, { loss, correct, count, top5 });
  }
}

export const savedSumsSchema = z.object({
  loss: z.number(),
  correct: z.number(),
  count: z.number(),
  top5: z.number().optional(),
});
export type SavedSums = z.infer<typeof savedSumsSchema>;
