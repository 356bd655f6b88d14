import { PAGE_SIZE } from './page';

/** Positions of a page's images, spread over a split that may be sorted by class; each page has others. */
export function spreadOver(total: number, page: number): number[] {
  const pages = Math.ceil(total / PAGE_SIZE);
  return Array.from({ length: PAGE_SIZE }, (_, at) => at * pages + page).filter((index) => index < total);
}
