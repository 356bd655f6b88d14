/** Reading the options that choose images. */
import { InvalidArgumentError } from 'commander';
import { readShare } from '../../../core/format/read-number';
import { readClasses } from '../../../core/study/classes';
import { type Selection, selectionSchema } from '../../../core/study/data';

/** `0.1` or `10%`. */
function shareOf(text: string): number {
  const share = readShare(text);
  if (Number.isNaN(share)) throw new InvalidArgumentError('It must be a share: 0.1 or 10%.');
  return share;
}

function checked<Value>(
  parsed: { success: true; data: Value } | { success: false; error: { issues: { message: string }[] } },
): Value {
  if (!parsed.success) {
    const { message = '' } = parsed.error.issues[0] ?? {};
    throw new InvalidArgumentError(`${message.startsWith('must') ? 'It ' : ''}${message}.`);
  }
  return parsed.data;
}

/** Of the training images, above 0 up to 1. */
export const share = (text: string): number =>
  checked(selectionSchema.shape.trainShare.unwrap().safeParse(shareOf(text)));

/** `official`, `5000`, `0.1`, `10%`. */
export function valSplit(text: string): Selection['validation'] {
  if (text === 'official') return { kind: 'official' };
  const amount = shareOf(text);
  if (text.includes('%') && amount >= 1) {
    throw new InvalidArgumentError('Less than 100% is held out: some images must be left to train on.');
  }
  return checked(selectionSchema.shape.validation.unwrap().safeParse({ kind: 'held-out', amount }));
}

/** `cat,dog`, `pets=cat+dog,truck`; `all` are those of the set. */
export function classList(text: string): Selection['classes'] | 'none' {
  if (text === 'all') return 'none';
  try {
    return checked(selectionSchema.shape.classes.unwrap().safeParse(readClasses(text)));
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
