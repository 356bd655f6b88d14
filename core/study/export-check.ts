/** The result of reading an export back, for the window and the terminal. */
import { z } from 'zod';
import { type Message, message, messageSchema } from '../messages';

const comparedSchema = z.object({
  /** The largest difference between any two scores; null if one of them is not a number. */
  maxDifference: z.number().nullable(),
  /** Images that both predicted. */
  images: z.number().int(),
  of: z.enum(['validation', 'random']),
});

export const exportCheckSchema = z.discriminatedUnion('result', [
  comparedSchema.extend({ result: z.literal('equal') }),
  /** `tolerance`: differences that rounding explains. */
  comparedSchema.extend({ result: z.literal('different'), tolerance: z.number() }),
  /** The program that opens it is not available. */
  z.object({ result: z.literal('unchecked'), why: messageSchema }),
  /** It does not open. */
  z.object({ result: z.literal('failed'), why: messageSchema }),
]);
export type ExportCheck = z.infer<typeof exportCheckSchema>;

export function describeCheck(check: ExportCheck): Message {
  switch (check.result) {
    case 'equal':
      return message(check.of === 'validation' ? 'export.check.equal' : 'export.check.equalRandom', {
        difference: shown(check.maxDifference),
        images: check.images,
      });
    case 'different':
      return message('export.check.different', {
        difference: shown(check.maxDifference),
        tolerance: shown(check.tolerance),
        images: check.images,
      });
    case 'unchecked':
      return message('export.check.unchecked', { why: check.why });
    case 'failed':
      return message('export.check.failed', { why: check.why });
  }
}

/** "3e-7" */
const shown = (value: number | null): string =>
  value === null ? 'NaN' : value === 0 ? '0' : value.toExponential(0);
