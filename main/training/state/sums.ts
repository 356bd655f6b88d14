/** Sums over the examples of an epoch. */
import { z } from 'zod';

export interface BatchSums {
  loss: number;
  correct: number;
  count: number;
  /** Only with more than five classes. */
  top5?: number | undefined;
  /** Row-major, [true class][predicted class]. */
  confusion?: ArrayLike<number> | undefined;
}

export class EpochSums {
  loss = 0;
  correct = 0;
  count = 0;
  private top5: number | undefined;
  private confused: Int32Array | undefined;

  add({ loss, correct, count, top5, confusion }: BatchSums): void {
    this.loss += loss;
    this.correct += correct;
    this.count += count;
    if (top5 !== undefined) this.top5 = (this.top5 ?? 0) + top5;
    if (confusion !== undefined) {
      this.confused ??= new Int32Array(confusion.length);
      const { confused } = this;
      // A million counts per batch for a thousand classes.
      for (let index = 0; index < confused.length; index++) {
        confused[index] = (confused[index] as number) + (confusion[index] as number);
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
  get confusion(): Int32Array | undefined {
    return this.confused;
  }

  /** For a checkpoint within the epoch; JSON keeps numbers exactly. */
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
