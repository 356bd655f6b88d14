/** Values of tests with their messages in English. */
import { inEnglish, isMessage } from '../../core/messages';

/** The same value, each message in it as its English text. */
export function english<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((one: unknown) => english(one)) as Value;
  if (isMessage(value)) return inEnglish(value) as Value;
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, english(one)])) as Value;
}
