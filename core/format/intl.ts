/** Formats of the current language. */
import { language } from '../messages';
import { getDateTimeFormat, getNumberFormat } from '../messages/intl';

/** For records, which are the same in every language. */
export const englishNumberFormat = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  getNumberFormat('en', options);

export const numberFormat = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  getNumberFormat(language(), options);

export const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  getDateTimeFormat(language(), options);
