/** Orders and dominators, against their definitions. */

import {
  ancestorsOf,
  descendantsOf,
  rankedWiring,
  topologicalOrder,
  wire,
} from '../../../../core/graph/topology';
import { dominators } from '../../../../core/network/dominators';
import { buildPreset } from '../../../../core/presets';
import { conv, graph, input, randomFrom, randomNetwork, relu, shuffled } from '../support/graphs';

test('inputs come in port order; edges to nowhere are left out', () => {
  const wiring = wire(graph([input(), conv('a'), ['s', 'Add']], ['a>s:2', 'in>s', 'gone>s:1', 'in>a']));
  expect(wiring.incoming('s').map((edge) => edge.source)).toEqual(['in', 'a']);
  expect(wiring.outgoing('in').map((edge) => edge.target)).toEqual(['s', 'a']);
  expect(wiring.incoming('nobody')).toEqual([]);
});

test('a document that is in order keeps its order', () => {
  const document = buildPreset('resnet50');
  expect(topologicalOrder(wire(document)).order).toEqual(document.nodes.map((node) => node.id));
});

test('however the nodes are stored, inputs come first', () => {
  for (let seed = 0; seed < 30; seed++) {
    const random = randomFrom(seed);
    const document = randomNetwork(seed);
    const mixed = {
      ...document,
      nodes: shuffled(random, document.nodes),
      edges: shuffled(random, document.edges),
    };
    const { order, cycle } = topologicalOrder(wire(mixed));
    expect(cycle).toBeUndefined();
    expect([...order].sort()).toEqual(document.nodes.map((node) => node.id).sort());
    const rank = new Map(order.map((id, index) => [id, index]));
    for (const { source, target } of mixed.edges)
      expect(rank.get(source)).toBeLessThan(rank.get(target) ?? -1);
  }
});

test('a loop is listed in the direction of its edges', () => {
  const document = graph(
    [input(), relu('a'), relu('b'), relu('c'), relu('d')],
    ['in>a', 'a>b', 'b>c', 'c>a', 'c>d'],
  );
  const edges = new Set(document.edges.map((edge) => `${edge.source}>${edge.target}`));
  const { order, cycle = [] } = topologicalOrder(wire({ ...document, edges: document.edges.slice(1) }));
  expect([...cycle].sort()).toEqual(['a', 'b', 'c']);
  for (const [index, id] of cycle.entries())
    expect(edges).toContain(`${id}>${cycle[(index + 1) % cycle.length]}`);
  expect(order).toHaveLength(5);
});

test('a chain of 20,000 nodes needs no deep recursion', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `n${index}`);
  const document = graph(
    [...ids].reverse().map((id) => [id, 'Activation']),
    ids.slice(1).map((id, index) => `n${index}>${id}`),
  );
  expect(topologicalOrder(wire(document)).order).toEqual(ids);
});

test('immediate dominators are those of the definition', () => {
  for (let seed = 0; seed < 40; seed++) {
    const wiring = wire(randomNetwork(seed));
    const { order } = topologicalOrder(wiring);
    const graph = rankedWiring(wiring, order);
    const found = dominators(graph);
    const { rank } = graph;
    const reachedWithout = new Map(
      order.map((node) => {
        const without = wire(randomNetwork(seed), (edge) => edge.source !== node && edge.target !== node);
        return [node, descendantsOf(without, ['in'])];
      }),
    );
    for (const id of order) {
      // A node dominates `id` if without it no path from the Input is left.
      const strict = [...ancestorsOf(wiring, [id])].filter((other) => {
        if (other === id) return false;
        return other === 'in' || !reachedWithout.get(other)!.has(id);
      });
      const nearest = strict.sort((a, b) => (rank.get(b) ?? 0) - (rank.get(a) ?? 0))[0];
      const dominator = found.of(rank.get(id)!);
      expect(dominator === undefined ? undefined : order[dominator]).toBe(nearest);
      for (const other of order)
        expect(found.dominates(rank.get(other)!, rank.get(id)!)).toBe(strict.includes(other));
    }
  }
});

test('nodes without a common beginning have no dominator', () => {
  const wiring = wire(graph([input('a'), input('b'), ['s', 'Add'], relu('r')], ['a>s', 'b>s:1', 's>r']));
  const ranked = rankedWiring(wiring, topologicalOrder(wiring).order);
  const { rank } = ranked;
  const found = dominators(ranked);
  expect(found.of(rank.get('s')!)).toBeUndefined();
  expect(found.of(rank.get('r')!)).toBe(rank.get('s'));
});
