import { formatCountInEnglish } from './number';

/** For developers' errors and logs, in English; texts for people have ICU plurals. (1, 'file') -> "1 file"; (1200, 'class', 'classes') -> "1,200 classes" */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCountInEnglish(count)} ${count === 1 ? one : many}`;
