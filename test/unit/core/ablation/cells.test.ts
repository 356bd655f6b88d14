import { cellKey, cellsOf } from '../../../../core/ablation/cells';
import { parseStudy } from '../../../../core/ablation/read';
import { resolveStudy } from '../../../../core/ablation/resolve';
import { studyJson } from './support';

const resolved = (change: Record<string, unknown>) => resolveStudy(parseStudy(studyJson(change)));

test('each arm with each seed and each combination of the varied settings', () => {
  const study = resolved({
    varied: [
      { path: 'batchSize', values: [32, 64] },
      { path: 'optimizer.learningRate', values: [0.1, 0.2, 0.3] },
    ],
    arms: [{ name: 'with' }, { name: 'adam', settings: { 'optimizer.type': 'adam', epochs: 7 } }],
  });
  const cells = cellsOf(study);
  expect(cells).toHaveLength(2 * 2 * 6);
  expect(cells.map(({ arm, seed, values }) => [arm.name, seed, ...values.map(({ value }) => value)])).toEqual(
    ['with', 'adam'].flatMap((arm) =>
      [32, 64].flatMap((batch) =>
        [0.1, 0.2, 0.3].flatMap((rate) => [1, 2].map((seed) => [arm, seed, batch, rate])),
      ),
    ),
  );
  const last = cells.at(-1)!;
  expect(last.settings).toMatchObject({
    seed: 2,
    epochs: 7,
    batchSize: 64,
    optimizer: { type: 'adam', learningRate: 0.3 },
  });
  expect(cells[0]!.settings).toMatchObject({
    seed: 1,
    epochs: 2,
    optimizer: { type: 'sgd', learningRate: 0.1 },
  });
});

test('the key of a cell follows what is trained, not how it is drawn or recorded', () => {
  const { arms, settings } = resolved({});
  const [{ name, graph }] = arms as [(typeof arms)[number]];
  const keyOf = (drawn: typeof graph, changed: typeof settings) =>
    cellKey({ arm: { name, graph: drawn }, settings: changed });
  const key = keyOf(graph, settings);
  const moved = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, position: { x: 1, y: 2 } })) };
  expect(keyOf(moved, { ...settings, histograms: true })).toBe(key);
  const nodes = graph.nodes.map((node) => (node.id === 'stem.conv' ? { ...node, id: 'first' } : node));
  const edges = graph.edges.map((edge) => ({
    ...edge,
    source: edge.source.replace(/^stem\.conv$/, 'first'),
    target: edge.target.replace(/^stem\.conv$/, 'first'),
  }));
  expect(keyOf({ ...graph, nodes, edges }, settings)).not.toBe(key);
  expect(cellKey({ arm: { name: 'other', graph }, settings })).not.toBe(key);
  expect(keyOf(graph, { ...settings, seed: 9 })).not.toBe(key);
  expect(keyOf(graph, { ...settings, epochs: 9 })).not.toBe(key);
});
