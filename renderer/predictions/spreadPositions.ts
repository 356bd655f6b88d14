import { PAGE_SIZE } from './page';

/** Positions of a page's images, spread over a split that may be sorted by class; each page has others. */
export function spreadOver(total: number, page: number): number[] {
  const pages = Math.ceil(total / PAGE_SIZE);
  const all = Array.from({ length: pages }, (_, first) =>
    Array.from({ length: Math.ceil((total - first) / pages) }, (_, at) => first + at * pages),
  );
  return all.flat().slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
}
