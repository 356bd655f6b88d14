/** The class list of the Train view, and fitting a network to a data set. */
import { freezeAllButHead, newHead } from '../../../core/edit';
import { buildPreset } from '../../../core/presets';
import {
  inverted,
  isMerged,
  merged,
  nameProblem,
  outputsOf,
  split,
  textOf,
  ticked,
  tickedAll,
} from '../../../renderer/settings/classes';
import { fitFor } from '../../../renderer/settings/fitToData';
import { chosenWords, classesSummary, classRows, matching } from '../../../renderer/training/classRows';

const animals = ['cat', 'dog', 'frog', 'truck'];

test('all classes are an empty draft', () => {
  const all = outputsOf('', animals);
  expect(all.map(({ name }) => name)).toEqual(animals);
  expect(textOf(all, animals)).toBe('');
  expect(classesSummary('', animals)).toBe('all 4');
});

test('left out, merged, split, in the order of the set', () => {
  let outputs = ticked(outputsOf('', animals), 'frog', false);
  expect(textOf(outputs, animals)).toBe('cat, dog, truck');
  outputs = merged(outputs, ['truck', 'cat'], 'rest');
  expect(textOf(outputs, animals)).toBe('rest=truck+cat, dog');
  expect(classesSummary(textOf(outputs, animals), animals)).toBe('2 of 4: rest, dog');
  expect(outputs.filter(isMerged)).toHaveLength(1);
  outputs = merged(outputs, ['rest', 'frog'], 'all but dogs');
  expect(textOf(outputs, animals)).toBe('all but dogs=truck+cat+frog, dog');
  expect(textOf(split(outputs, 'all but dogs'), animals)).toBe('');
});

test('many at once: taken in, left out, inverted, also only those found', () => {
  const all = outputsOf('', animals);
  const names = (outputs: typeof all) => textOf(outputs, animals);
  expect(names(tickedAll(all, ['cat', 'frog'], false))).toBe('dog, truck');
  expect(names(tickedAll(outputsOf('dog', animals), ['cat', 'dog'], true))).toBe('cat, dog');
  expect(names(inverted(outputsOf('cat, dog', animals), animals))).toBe('frog, truck');
  expect(names(inverted(outputsOf('cat, dog', animals), animals, ['dog', 'truck']))).toBe('cat, truck');
  // A merged class goes as one; its parts do not come in by themselves.
  const pets = merged(all, ['cat', 'dog'], 'pets');
  expect(names(inverted(ticked(pets, 'frog', false), animals))).toBe('frog');
  expect(names(inverted(inverted(all, animals), animals))).toBe('');
});

test('the list: merged classes first, left-out ones in their place, searched by words', () => {
  const outputs = merged(outputsOf('cat, dog, truck', animals), ['truck', 'cat'], 'rest');
  const rows = classRows(outputs, animals, [10, 20, 30, 40]);
  expect(rows).toEqual([
    { name: 'rest', of: ['truck', 'cat'], count: 50 },
    { name: 'dog', count: 20 },
    { name: 'frog', count: 30 },
  ]);
  expect(matching(rows, ' ').length).toBe(3);
  expect(matching(rows, 'CAT').map(({ name }) => name)).toEqual(['rest']);
  expect(matching(rows, 'o d').map(({ name }) => name)).toEqual(['dog']);
  expect(chosenWords(outputs, animals, [10, 20, 30, 40])).toBe(
    '3 of 4 classes as 2 outputs, 1 merged · 70 training images',
  );
  expect(chosenWords(outputsOf('', animals), animals, [])).toBe('All 4 classes');
});

test('with a thousand classes the summary names only the few used, or the few missing', () => {
  const many = Array.from({ length: 1000 }, (_, index) => `class ${index}`);
  const all = outputsOf('', many);
  const summary = (outputs: typeof all) => classesSummary(textOf(outputs, many), many);
  expect(summary(tickedAll(all, ['class 3', 'class 7'], false))).toBe(
    '998 of 1,000, without class 3, class 7',
  );
  expect(summary(all.slice(0, 500))).toBe('500 of 1,000');
  expect(summary(all.slice(0, 2))).toBe('2 of 1,000: class 0, class 1');
});

test('nothing ticked is not everything', () => {
  const text = textOf([], animals);
  expect(outputsOf(text, animals)).toEqual([]);
  expect(classesSummary(text, animals)).toBe('0 of 4');
});

test('a new class needs a name of its own', () => {
  const outputs = outputsOf('', animals);
  expect(nameProblem(outputs, ['cat', 'dog'], ' ')).toBe('Name the new class.');
  expect(nameProblem(outputs, ['cat', 'dog'], 'frog')).toMatch(/^Another class is named frog/);
  expect(nameProblem(outputs, ['cat', 'dog'], 'cat')).toBeUndefined();
});

describe('a network is fitted in one click', () => {
  const resnet = buildPreset('resnet20');

  test('outputs, Input, or both', () => {
    const fit = fitFor(resnet, { input: [32, 32, 3], outputs: 2 });
    expect(fit?.label).toBe('Give the network 2 outputs');
    expect(fit?.apply(resnet)).toEqual(buildPreset('resnet20', { classes: 2 }));
    // Gray images are repeated for an Input of three channels, whatever their size.
    expect(fitFor(resnet, { input: [28, 28, 1], outputs: 10 })).toBeUndefined();
    const strange = buildPreset('resnet20', { inputShape: [28, 28, 2] });
    const both = fitFor(strange, { input: [32, 32, 3], outputs: 3 });
    expect(both?.label).toBe('Give the network an Input of 28×28×3 and 3 outputs');
    expect(both?.apply(strange)).toEqual(buildPreset('resnet20', { classes: 3, inputShape: [28, 28, 3] }));
  });

  test('a network with the weights of a model gets a new head, and may keep the rest as it is', () => {
    const imported = { ...resnet, model: 'my-model' };
    const fit = fitFor(imported, { input: [32, 32, 3], outputs: 2 });
    expect(fit?.label).toBe('New head for 2 classes');
    expect(fit?.apply(imported)).toEqual(newHead(imported, 2));
    expect(fit?.frozen?.label).toBe('New head, freeze the rest');
    expect(fit?.frozen?.apply(imported)).toEqual(freezeAllButHead(newHead(imported, 2)));
    expect(fitFor(resnet, { input: [32, 32, 3], outputs: 2 })?.frozen).toBeUndefined();
  });

  test('nothing is offered if nothing is wrong, or if it would not be enough', () => {
    expect(fitFor(resnet, { input: [32, 32, 3], outputs: 10 })).toBeUndefined();
    const headless = { ...resnet, nodes: resnet.nodes.filter(({ type }) => type !== 'Dense') };
    expect(fitFor(headless, { input: [32, 32, 3], outputs: 2 })).toBeUndefined();
  });
});
