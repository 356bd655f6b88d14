/** Pictures of networks: what is a row, an arc, and one block for several. */
import { analyze } from '../../../../core/analysis/analyze';
import { networkPicture } from '../../../../core/figures/network';
import { type NetworkRows, networkRows } from '../../../../core/figures/network-rows';
import { standalone } from '../../../../core/figures/standalone';
import type { GraphDocument } from '../../../../core/graph/document';
import { emptyDocument } from '../../../../core/graph/document';
import { findShortcuts, removeShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset, presets } from '../../../../core/presets';

const cifar = (id: string) => buildPreset(id, { style: 'cifar', inputShape: [32, 32, 3], classes: 10 });

/** How many blocks each row stands for. */
const timesOf = ({ rows, repeats }: NetworkRows) =>
  rows.map((_, index) => repeats.find(({ first, last }) => first <= index && index <= last)?.count ?? 1);

const labelsOf = ({ rows }: NetworkRows) => rows.map(({ label, after }) => [label, after].join(' | '));

function graph(nodes: [id: string, type: string, params?: object][], edges: string[]): GraphDocument {
  return {
    ...emptyDocument('hand-drawn'),
    nodes: nodes.map(([id, type, params = {}]) => ({ id, type, params: params as never })),
    edges: edges.map((edge, index) => {
      const [source, target, port = '0'] = edge.split(' ');
      return { id: `e${index}`, source: source!, target: target!, port: Number(port) };
    }),
  };
}

test('ResNet-20 is its stem, a block for each kind with their number, and its head', () => {
  const found = networkRows(cifar('resnet20'));
  expect(labelsOf(found)).toEqual([
    ...['image 32×32×3 | ', '3×3 conv, 16 | BN · ReLU'],
    ...['3×3 conv, 16 | BN · ReLU', '3×3 conv, 16 | BN', ' | ReLU'],
    ...['3×3 conv, 32, /2 | BN · ReLU', '3×3 conv, 32 | BN', ' | ReLU'],
    ...['3×3 conv, 32 | BN · ReLU', '3×3 conv, 32 | BN', ' | ReLU'],
    ...['3×3 conv, 64, /2 | BN · ReLU', '3×3 conv, 64 | BN', ' | ReLU'],
    ...['3×3 conv, 64 | BN · ReLU', '3×3 conv, 64 | BN', ' | ReLU'],
    ...['global average pool | ', 'dense 10 · Softmax | '],
  ]);
  expect(found.repeats.map(({ count }) => count)).toEqual([3, 2, 2]);
  expect(found.arcs.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
    ...['identity ', 'projection 1×1 conv, 32, /2 · BN', 'identity '],
    ...['projection 1×1 conv, 64, /2 · BN', 'identity '],
  ]);
});

test.each(presets.map(({ id }) => id))('every layer and shortcut of %s is in its picture', (id) => {
  const document = buildPreset(id);
  const { nodes, totals } = analyze(document);
  const found = networkRows(document);
  const times = timesOf(found);
  const arcs = found.arcs.reduce((sum, { to }) => sum + times[to]!, 0);
  expect(arcs).toBe(totals.shortcuts);
  const convolutions = found.rows.reduce(
    (sum, { label }, row) => sum + (/conv/.test(label) ? times[row]! : 0),
    0,
  );
  const onArcs = found.arcs.reduce((sum, { label, to }) => sum + (/conv/.test(label) ? times[to]! : 0), 0);
  expect(convolutions + onArcs).toBe(Object.values(nodes).filter(({ type }) => type === 'Conv2D').length);
  expect(found.rows.length).toBeLessThan(50);
});

test('a block that lost its shortcut is drawn on its own', () => {
  const document = cifar('resnet20');
  const [shortcut] = findShortcuts(document).slice(1);
  const muted = {
    ...document,
    edges: document.edges.map((edge) => (edge.id === shortcut!.edgeId ? { ...edge, muted: true } : edge)),
  };
  const found = networkRows(muted);
  expect(found.repeats.map(({ count }) => count)).toEqual([2, 2]);
  expect(found.arcs).toHaveLength(6);
});

test('a plain network has no arcs, removed or never drawn', () => {
  for (const document of [cifar('plain20'), removeShortcuts(cifar('resnet20'))]) {
    const found = networkRows(document);
    expect(found.arcs).toEqual([]);
    expect(found.rows.every(({ isAdd }) => !isAdd)).toBe(true);
  }
});

test('branches that are no shortcuts are wires around the rows between', () => {
  const conv = { filters: 4, kernelSize: [3, 3], padding: 'same' };
  const found = networkRows(
    graph(
      [
        ['in', 'Input', { shape: [8, 8, 3] }],
        ['a', 'Conv2D', conv],
        ['ra', 'Activation'],
        ['b', 'Conv2D', conv],
        ['rb', 'Activation'],
        ['both', 'Concatenate'],
        ['pool', 'GlobalAveragePooling2D'],
        ['out', 'Dense', { units: 2 }],
      ],
      ['in a', 'a ra', 'in b', 'b rb', 'ra both', 'rb both 1', 'both pool', 'pool out'],
    ),
  );
  expect(found.rows.map(({ joined }) => joined)).toEqual([false, true, false, true, true, true]);
  expect(found.arcs).toEqual([
    { from: 0, to: 2, kind: 'wire', label: '' },
    { from: 1, to: 3, kind: 'wire', label: '' },
  ]);
});

test('activations before a convolution are in its box', () => {
  const found = networkRows(
    graph(
      [
        ['in', 'Input', { shape: [8, 8, 3] }],
        ['c', 'Conv2D', { filters: 4, kernelSize: [1, 1] }],
        ['bn', 'BatchNormalization'],
        ['relu', 'Activation'],
        ['c2', 'Conv2D', { filters: 4, kernelSize: [3, 3], padding: 'same' }],
        ['add', 'Add'],
      ],
      ['in c', 'c bn', 'bn relu', 'relu c2', 'c2 add', 'c add 1'],
    ),
  );
  expect(labelsOf(found)).toEqual(['image 8×8×3 | ', '1×1 conv, 4 | ', 'BN · ReLU · 3×3 conv, 4 | ', ' | ']);
  expect(found.arcs).toEqual([{ from: 1, to: 3, kind: 'identity', label: '' }]);
});

test('the picture has its colors by name, and by value in a file of its own', () => {
  const svg = networkPicture(cifar('resnet20'), { title: 'a < b' });
  expect(svg).toContain('a &lt; b');
  expect(svg).toContain('var(--sw-shortcut)');
  const file = standalone(svg);
  expect(file).not.toContain('var(');
  expect(file).toContain('fill="#ffffff"');
  const sides = (text: string) => /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(text)!.slice(1).map(Number);
  const [, , width, height] = sides(svg);
  expect(sides(file)).toEqual([-12, -12, width! + 24, height! + 24]);
});

test('in the style of the paper, each block is drawn, and each stage has a color', () => {
  const document = cifar('resnet20');
  const { rows, arcs, repeats } = networkRows(document, analyze(document), { everyBlock: true });
  expect(repeats).toEqual([]);
  expect(arcs.map(({ kind }) => kind)).toEqual([
    ...['identity', 'identity', 'identity'],
    ...['projection', 'identity', 'identity'],
    ...['projection', 'identity', 'identity'],
  ]);
  expect(rows.map(({ stage }) => stage)).toEqual([
    ...[undefined, undefined],
    ...new Array(9).fill(0),
    ...new Array(9).fill(1),
    ...new Array(9).fill(2),
    ...[undefined, undefined],
  ]);
  const svg = networkPicture(document, { title: 'ResNet-20', inPaperStyle: true });
  expect(svg.match(/<rect/g)).toHaveLength(4 + 3 * 6);
  for (const kind of ['pooling', 'dense', 'normalization']) {
    expect(svg.split(`fill="var(--sw-kind-${kind})"`)).toHaveLength(1 + 6);
  }
});

test('blocks of a network too deep for a page are drawn once', () => {
  const document = buildPreset('resnet152');
  const { rows, repeats } = networkRows(document, analyze(document), { everyBlock: true });
  expect(rows.length).toBeLessThan(50);
  expect(repeats.map(({ count }) => count)).toEqual([2, 7, 35, 2]);
});
