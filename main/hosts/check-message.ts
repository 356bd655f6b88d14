/** Checks a message of the window before it is parsed further. */
import { z } from 'zod';
import { DEEPEST_MESSAGE, MOST_MESSAGE_BYTES, MOST_MESSAGE_VALUES } from '../../core/contract/message-limits';
import { inEnglish, type Message, message } from '../../core/messages';
import { parseJson } from '../disk/json';

/** A request of oRPC or its cancellation. JSON omits undefined: a call without input has no "b". */
const callSchema = z.union([
  z.strictObject({
    i: z.string().min(1).max(64),
    p: z.strictObject({
      u: z.string().max(200).startsWith('/'),
      b: z.unknown().optional(),
      h: z.strictObject({}).optional(),
    }),
  }),
  z.strictObject({ i: z.string().min(1).max(64), t: z.literal(4), p: z.unknown().optional() }),
]);

/** fault: not a call. tooMuch: a call (`id`) that is too large. */
export type MessageCheck = { text: string } | { fault: string } | { tooMuch: Message; id: string };

export function checkMessage(data: Uint8Array): MessageCheck {
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');
  const size = measure(text, data.byteLength);
  if (size !== undefined) {
    // oRPC writes the id first.
    const id = text.slice(0, 100).match(/^\{"i":"(\w{1,64})",/)?.[1];
    return id === undefined ? { fault: inEnglish(size) } : { tooMuch: size, id };
  }
  const value = parseJson(text);
  if (value === undefined) return { fault: 'it is not JSON' };
  if (!callSchema.safeParse(value).success) return { fault: 'it is not a call' };
  return { text };
}

/** @returns the limit that is exceeded. */
function measure(text: string, bytes: number): Message | undefined {
  if (bytes > MOST_MESSAGE_BYTES) return message('hosts.call.bytes', { most: MOST_MESSAGE_BYTES });
  let depth = 0;
  let values = 1;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inText) {
      if (character === '\\') at++;
      else if (character === '"') inText = false;
    } else if (character === '"') {
      inText = true;
    } else if (character === '{' || character === '[') {
      values++;
      if (++depth > DEEPEST_MESSAGE) return message('hosts.call.depth', { most: DEEPEST_MESSAGE });
    } else if (character === '}' || character === ']') {
      depth--;
    } else if (character === ',' || character === ':') {
      values++;
    }
    if (values > MOST_MESSAGE_VALUES) return message('hosts.call.values', { most: MOST_MESSAGE_VALUES });
  }
  return undefined;
}
