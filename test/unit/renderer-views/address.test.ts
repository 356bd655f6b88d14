/** Where the window is, as an address that can be sent, reloaded and gone back to. */
import { tokenIn } from '../../../core/contract/sign-in';
import { type Address, formatAddress, isStep, readAddress } from '../../../renderer/state/address';
import { VIEWS } from '../../../renderer/state/navigation';

test.each<[string, Address]>([
  ['#/build?graph=doc-1', { view: 'build', graph: 'doc-1' }],
  ['#/data?set=cifar10&tab=about', { view: 'data', set: 'cifar10', tab: 'about' }],
  ['#/train?study=study-1', { view: 'train', study: 'study-1' }],
  ['#/compare?run=a&run=b', { view: 'compare', runs: ['a', 'b'] }],
  ['#/predict', { view: 'predict' }],
])('%s is read and written', (hash, address) => {
  expect(readAddress(hash)).toEqual(address);
  expect(formatAddress(address)).toBe(hash);
});

test('a view says what is open in it, and nothing about the others', () => {
  const all = { graph: 'g', set: 's', tab: 't', study: 'x', runs: ['r'] };
  expect(VIEWS.map((view) => formatAddress({ view, ...all }))).toEqual([
    '#/build?graph=g',
    '#/data?set=s&tab=t',
    '#/train?study=x',
    '#/compare?run=r',
    '#/predict',
    '#/export',
  ]);
});

test.each(['', '#', '#/', '#/nowhere', '#/build/../train', '#token.of.a-link-that-signs-in', '#/BUILD'])(
  '%s is no address',
  (hash) => expect(readAddress(hash)).toBeUndefined(),
);

test('what is not understood, empty or too long is left out', () => {
  expect(readAddress(`#/train?study=&graph=doc-1&run=a`)).toEqual({ view: 'train' });
  expect(readAddress(`#/build?graph=${'x'.repeat(201)}`)).toEqual({ view: 'build' });
});

test('ids with any characters survive', () => {
  const address: Address = { view: 'data', set: 'own:a&b=c#d 가', tab: 'about' };
  expect(readAddress(formatAddress(address))).toEqual(address);
});

test('a selection that is too long for an address is left out of it', () => {
  const runs = Array.from({ length: 25 }, (_, index) => `run-${index}`);
  expect(formatAddress({ view: 'compare', runs })).toBe('#/compare');
  expect(readAddress(formatAddress({ view: 'compare', runs: runs.slice(1) }))?.runs).toHaveLength(24);
});

test('no address is taken for the token of a link', () => {
  const runs = ['a'.repeat(40)];
  for (const view of VIEWS) {
    expect(
      tokenIn(formatAddress({ view, graph: 'g'.repeat(40), study: 's'.repeat(40), runs })),
    ).toBeUndefined();
  }
});

test('another view, graph or study is a step; another selection of runs is none', () => {
  const here: Address = { view: 'compare', runs: ['a'], study: 'x' };
  expect(isStep(here, { ...here, runs: ['b'] })).toBe(false);
  expect(isStep(here, { ...here, study: 'y' })).toBe(false);
  expect(isStep(here, { ...here, view: 'train' })).toBe(true);
  expect(isStep({ view: 'train', study: 'x' }, { view: 'train', study: 'y' })).toBe(true);
});
