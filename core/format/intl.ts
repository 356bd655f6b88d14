/** Formats of the current language. Making one is slow, so each is kept. */
import { language } from '../messages';

const formats = new Map<string, Intl.NumberFormat>();
const moments = new Map<string, Intl.DateTimeFormat>();

function kept<Format>(
  known: Map<string, Format>,
  options: object,
  make: (language: string) => Format,
): Format {
  const key = language() + JSON.stringify(options);
  const format = known.get(key) ?? make(language());
  known.set(key, format);
  return format;
}

export const numberFormat = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  kept(formats, options, (locale) => new Intl.NumberFormat(locale, options));

export const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  kept(moments, options, (locale) => new Intl.DateTimeFormat(locale, options));
