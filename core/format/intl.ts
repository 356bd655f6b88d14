/** Formats of the current language. */
import { language } from '../messages';
import { getDateTimeFormat, getNumberFormat } from '../messages/intl';

export const numberFormat = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  getNumberFormat(language(), options);

export const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  getDateTimeFormat(language(), options);
