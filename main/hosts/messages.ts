/** Checks a message of the window before it is parsed further. */
import { z } from 'zod';
import { DEEPEST_MESSAGE, MOST_MESSAGE_BYTES, MOST_MESSAGE_VALUES } from '../../core/contract/message';
import { inEnglish, type Message, message } from '../../core/messages';

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
  const size = measure(data);
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');
  if (size !== undefined) {
    // oRPC writes the id first.
    const id = text.slice(0, 100).match(/^\{"i":"(\w{1,64})",/)?.[1];
    return id === undefined ? { fault: inEnglish(size) } : { tooMuch: size, id };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'it is not JSON' };
  }
  if (!callSchema.safeParse(value).success) return { fault: 'it is not a call' };
  return { text };
}

/** @returns the limit that is exceeded. */
function measure(data: Uint8Array): Message | undefined {
  if (data.length > MOST_MESSAGE_BYTES) return message('hosts.call.bytes', { most: MOST_MESSAGE_BYTES });
  let depth = 0;
  let values = 1;
  let inText = false;
  for (let at = 0; at < data.length; at++) {
    const byte = data[at];
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) {
      inText = true;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      values++;
      if (++depth > DEEPEST_MESSAGE) return message('hosts.call.depth', { most: DEEPEST_MESSAGE });
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth--;
    } else if (byte === COMMA || byte === COLON) {
      values++;
    }
    if (values > MOST_MESSAGE_VALUES) return message('hosts.call.values', { most: MOST_MESSAGE_VALUES });
  }
  return undefined;
}

const code = (character: string): number => character.charCodeAt(0);
const QUOTE = code('"');
const BACKSLASH = code('\\');
const OPEN_OBJECT = code('{');
const OPEN_ARRAY = code('[');
const CLOSE_OBJECT = code('}');
const CLOSE_ARRAY = code(']');
const COMMA = code(',');
const COLON = code(':');
