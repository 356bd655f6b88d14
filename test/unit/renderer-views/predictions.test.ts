/** A page of pictures as the host's events fill it. */
import type { PredictEvent } from '../../../core/contract/predict';
import { EMPTY_PAGE, PAGE_SIZE, received } from '../../../renderer/predictions/page';
import { spreadOver } from '../../../renderer/predictions/spreadPositions';

const network = { title: 'ResNet-20, seed 1', epoch: 1, inference: {}, gradCamNodes: [] };
const answer = (output: number) => ({ top: [{ class: output, share: 0.5 }] });
const after = (...events: unknown[]) => (events as PredictEvent[]).reduce(received, EMPTY_PAGE);

test('answers of two networks arrive in parts, each at its place', () => {
  const page = after(
    { type: 'networks', networks: [network, network] },
    {
      type: 'pictures',
      pictures: [{ name: 'a' }, { name: 'b', problem: 'broken' }, { name: 'c' }],
      total: 3,
    },
    { type: 'answers', network: 1, first: 0, answers: [answer(7), null] },
    { type: 'answers', network: 1, first: 2, answers: [answer(8)] },
    { type: 'answers', network: 0, first: 2, answers: [answer(9)] },
  );
  expect(page.total).toBe(3);
  expect(page.answers).toEqual([
    [undefined, undefined, answer(9)],
    [answer(7), null, answer(8)],
  ]);
});

test('the number of images of all pages is not that of one page', () => {
  const page = received({ ...EMPTY_PAGE, total: 500 }, { type: 'pictures', pictures: [], total: PAGE_SIZE });
  expect(page.total).toBe(500);
});

test('the pages of a split have each image once, each page from all over it', () => {
  const pages = Array.from({ length: 5 }, (_, page) => spreadOver(100, page));
  expect(pages.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  expect(pages[0]!.slice(0, 3)).toEqual([0, 5, 10]);
  expect(spreadOver(3, 0)).toEqual([0, 1, 2]);
  // All pages but the last are full, as their numbers say.
  expect([0, 1].map((page) => spreadOver(32, page).length)).toEqual([PAGE_SIZE, 8]);
});
