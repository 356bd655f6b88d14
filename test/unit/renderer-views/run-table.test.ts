import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { differenceText, fieldText, headingOf } from '../../../core/query/field-text';
import { findRunField, RUN_FIELDS } from '../../../core/query/run-fields';
import { Difference } from '../../../renderer/compare/table/Difference';
import { between, rowAfter } from '../../../renderer/compare/table/keys';
import { inOrder, spreadIn, summaryOf } from '../../../renderer/compare/table/summary';
import { moved, sortsOf } from '../../../renderer/compare/table/view';
import { epoch, run, settings } from './fixtures';

const field = (name: string) => findRunField(name)!;
const texts = (name: string, one = run('a')) => fieldText(field(name), field(name).value(one));

test('each value has the format of its field', () => {
  const one = run('a', {
    epochs: [epoch(1, { valAccuracy: 0.91234, valLoss: 0.2467, seconds: 72, learningRate: 0.01 })],
    settings: settings({ batchSize: 2048, seed: 3 }),
  });
  expect(texts('accuracy', one)).toBe('91.23%');
  expect(texts('loss', one)).toBe('0.247');
  expect(texts('params', one)).toBe('23.6 M');
  expect(texts('seconds', one)).toBe('1m 12s');
  expect(texts('batchSize', one)).toBe('2,048');
  expect(texts('lr', one)).toBe('0.01');
  expect(texts('test', one)).toBe('–');
  expect(texts('accuracy', run('b', { epochs: [epoch(1, { valAccuracy: Number.NaN })] }))).toBe('not finite');
});

test('every field has a heading that is a text, and can be shown for a run without results', () => {
  for (const one of RUN_FIELDS) {
    expect(headingOf(one)).not.toBe('');
    expect(typeof fieldText(one, one.value(run('a')))).toBe('string');
  }
});

test('differences have a sign; those of shares are in percentage points', () => {
  expect(differenceText(field('accuracy'), 0.0131)).toBe('+1.31');
  expect(differenceText(field('loss'), -0.02)).toBe('−0.020');
  expect(differenceText(field('loss'), 0)).toBe('0.000');
});

test('a difference has no color, since one run as the baseline gives no interval', () => {
  const html = renderToStaticMarkup(createElement(Difference, { field: field('accuracy'), difference: 0.4 }));
  expect(html).toBe('<span class="difference">+40.00</span>');
});

test('a group has mean and standard deviation of results, and of anything else what is common', () => {
  const accuracy = summaryOf(field('accuracy'), [0.9, 0.92, undefined]);
  expect(accuracy).toMatchObject({ count: 2, mean: 0.91 });
  expect(spreadIn(field('accuracy'), accuracy)).toBe('91.00 ± 1.41%');
  expect(spreadIn(field('accuracy'), summaryOf(field('accuracy'), [0.9]))).toBe('90.00%');
  const rate = summaryOf(field('lr'), [0.1, 0.01]);
  expect(spreadIn(field('lr'), rate)).toBeUndefined();
  expect(rate?.common).toBeUndefined();
  expect(summaryOf(field('arm'), ['ResNet-20', 'ResNet-20'])?.common).toBe('ResNet-20');
  expect(summaryOf(field('test'), [undefined, undefined])).toBeUndefined();
});

test('numbers are in order of size, names as people count, groups by their means', () => {
  expect(['ResNet-110', 'ResNet-20'].sort(inOrder)).toEqual(['ResNet-20', 'ResNet-110']);
  expect([0.5, 0.1, Number.NaN].sort(inOrder)).toEqual([0.1, 0.5, Number.NaN]);
  expect(inOrder({ count: 2, mean: 0.5 }, 0.4)).toBeGreaterThan(0);
});

test.each([
  ['ArrowDown', 3, 4],
  ['ArrowUp', 0, 0],
  ['PageDown', 3, 9],
  ['Home', 7, 0],
  ['End', 0, 9],
  ['x', 0, undefined],
])('%s in row %d leads to row %s of ten', (key, at, to) => {
  expect(rowAfter(key, { at, count: 10, page: 8 })).toBe(to);
});

test('Shift selects all rows between, upward as well', () => {
  expect(between(['a', 'b', 'c', 'd'], 'c', 'a')).toEqual(['a', 'b', 'c']);
  expect(between(['a', 'b'], 'gone', 'b')).toEqual(['b']);
});

test('a view of another version may name fields that this one does not know', () => {
  expect(sortsOf({ sort: ['-best', 'rating', 'lr'] })).toEqual([
    { field: 'best', descending: true },
    { field: 'optimizer.learningRate', descending: false },
  ]);
  expect(moved(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b']);
});
