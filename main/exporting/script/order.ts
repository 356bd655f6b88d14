/** Python that counts steps and validation images as core/study/order.ts does. */
import type { Order } from '../../../core/study/order';

/** @param images @param batch names in the script */
export const stepsExpression = (order: Order, images: string, batch: string): string =>
  order === 'tutorial' ? `max(1, len(${images}) // ${batch})` : `math.ceil(len(${images}) / ${batch})`;

/** A line that leaves out the last, short batch, or nothing. @param arrays "images, labels" */
export function wholeBatches(order: Order, arrays: string, batch: string, indent = 0): string {
  if (order === 'epoch') return '';
  const [images] = arrays.split(', ') as [string];
  const count = `${stepsExpression(order, images, batch)} * ${batch}`;
  const cut = arrays.split(', ').map((name) => `${name}[: ${count}]`);
  return `${' '.repeat(indent)}${arrays} = ${cut.join(', ')}\n`;
}
