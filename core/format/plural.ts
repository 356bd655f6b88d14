/** Counts in words. */

/** 30730000 -> "30,730,000" */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** (1, 'file') -> "1 file"; (1200, 'class', 'classes') -> "1,200 classes" */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;
