/** Changes as data, and bringing together what two windows did. Random edits are drawn from a seed. */

import {
  addNode,
  arrange,
  connect,
  disconnect,
  groupNodes,
  moveNodes,
  removeNodes,
  renameDocument,
  renameNode,
  setMuted,
  setParams,
  ungroup,
} from '../../../../core/edit';
import { applyChange, changeBetween, changeSchema } from '../../../../core/edit/change';
import { partWay } from '../../../../core/edit/change-parts';
import { baseAfterLostAnswer, mergeDocuments } from '../../../../core/edit/merge';
import { emptyDocument, type GraphDocument } from '../../../../core/graph/document';
import { GraphError } from '../../../../core/graph/problem';
import { parseDocument } from '../../../../core/network/parse';
import { buildPreset } from '../../../../core/presets';

/** Numbers from 0 to 1 (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Edit = (
  document: GraphDocument,
  pick: <Item>(list: readonly Item[]) => Item | undefined,
) => GraphDocument;

const EDITS: readonly Edit[] = [
  (document, pick) => addNode(document, { type: pick(['Conv2D', 'Add', 'Dropout', 'Dense'])! }).document,
  (document, pick) =>
    connect(document, { source: pick(document.nodes)!.id, target: pick(document.nodes)!.id }).document,
  (document, pick) => removeNodes(document, [pick(document.nodes)!.id]),
  (document, pick) => disconnect(document, [pick(document.edges)!.id]),
  (document, pick) => setMuted(document, [pick(document.edges)!.id], pick([true, false])!),
  (document, pick) =>
    setParams(document, pick(document.nodes)!.id, { filters: pick([8, 16, 32, undefined]) }),
  (document, pick) => moveNodes(document, { [pick(document.nodes)!.id]: { x: pick([1, 2, 3])!, y: 0 } }),
  (document, pick) => renameNode(document, pick(document.nodes)!.id, pick(['a', 'b', 'c', 'd'])!),
  (document, pick) => groupNodes(document, [pick(document.nodes)!.id, pick(document.nodes)!.id]).document,
  (document, pick) => ungroup(document, pick(document.groups)!.id),
  (document, pick) => arrange(document, pick(['columns', 'snake', undefined] as const)),
  (document, pick) => renameDocument(document, pick(['one', 'two'])!),
];

function edited(document: GraphDocument, draw: () => number, edits: number): GraphDocument {
  const pick = <Item>(list: readonly Item[]) => list[Math.floor(draw() * list.length)];
  let next = document;
  for (let index = 0; index < edits; index++) {
    try {
      next = pick(EDITS)!(next, pick);
    } catch (error) {
      // Refused, or there was nothing to pick.
      if (!(error instanceof GraphError || error instanceof TypeError)) throw error;
    }
  }
  return next;
}

const small = buildPreset('resnet20', { inputShape: [8, 8, 3] });
const asSet = ({ nodes, edges, groups, ...head }: GraphDocument) => {
  const byId = (list: readonly { id: string }[]) => Object.fromEntries(list.map((item) => [item.id, item]));
  return { ...head, nodes: byId(nodes), edges: byId(edges), groups: byId(groups) };
};
const seeds = Array.from({ length: 150 }, (_, index) => index + 1);

describe('a change', () => {
  test('makes the one document of the other, order included, also as JSON', () => {
    for (const seed of seeds) {
      const draw = drawing(seed);
      const before = edited(small, draw, 6);
      const after = edited(before, draw, 6);
      const change = changeBetween(before, after);
      const sent = change && changeSchema.parse(JSON.parse(JSON.stringify(change)));
      expect(sent ? applyChange(before, sent) : before).toEqual(after);
    }
  });

  test('holds what differs and nothing else', () => {
    const after = setParams(small, 'stem.conv', { filters: 3 });
    const { params } = after.nodes.find(({ id }) => id === 'stem.conv')!;
    expect(changeBetween(small, after)).toEqual({ nodes: { set: [{ id: 'stem.conv', to: { params } }] } });
    expect(changeBetween(small, structuredClone(small))).toBeUndefined();
    expect(applyChange(small, { nodes: { remove: ['not there'] } })).toBe(small);
  });

  test('reorders', () => {
    const reversed = { ...small, nodes: [...small.nodes].reverse() };
    expect(applyChange(small, changeBetween(small, reversed)!)).toEqual(reversed);
  });

  test('of a large graph goes in parts, each of them sound', () => {
    const empty = emptyDocument('large');
    const whole = { ...small, name: 'large' };
    let now = empty;
    let parts = 0;
    for (let change = changeBetween(now, whole); change; change = changeBetween(now, whole)) {
      now = partWay(now, change, 20);
      parseDocument(JSON.parse(JSON.stringify(now)));
      parts++;
    }
    expect(now).toEqual(whole);
    expect(parts).toBeGreaterThan(5);
  });
});

describe('merging', () => {
  test('gives a document that can be opened, whatever both did', () => {
    for (const seed of seeds) {
      const draw = drawing(seed);
      const base = edited(small, draw, 4);
      const { document } = mergeDocuments(base, edited(base, draw, 8), edited(base, draw, 8));
      expect(parseDocument(JSON.parse(JSON.stringify(document)))).toEqual(document);
    }
  });

  test('does not depend on who was first where both edited different layers', () => {
    const [left, right] = [small.nodes.slice(0, 20), small.nodes.slice(20)];
    const touch = (nodes: GraphDocument['nodes'], draw: () => number) => {
      let next = small;
      for (let index = 0; index < 5; index++) {
        const { id } = nodes[Math.floor(draw() * nodes.length)]!;
        next =
          draw() < 0.5
            ? setParams(next, id, { filters: 1 + index })
            : moveNodes(next, { [id]: { x: index, y: 1 } });
      }
      return next;
    };
    for (const seed of seeds.slice(0, 50)) {
      const draw = drawing(seed);
      const [one, other] = [touch(left, draw), touch(right, draw)];
      const merged = mergeDocuments(small, one, other);
      expect(merged.replaced).toEqual([]);
      expect(asSet(merged.document)).toEqual(asSet(mergeDocuments(small, other, one).document));
    }
  });

  test('keeps two fields of one layer, and says nothing of it', () => {
    const mine = setParams(small, 'stem.conv', { filters: 3 });
    const theirs = moveNodes(small, { 'stem.conv': { x: 5, y: 6 } });
    const { document, replaced } = mergeDocuments(small, mine, theirs);
    expect(replaced).toEqual([]);
    expect(document.nodes.find(({ id }) => id === 'stem.conv')).toMatchObject({
      params: { filters: 3 },
      position: { x: 5, y: 6 },
    });
  });

  test('of one field keeps the last edit and names the layer', () => {
    const mine = setParams(small, 'stem.conv', { filters: 3 });
    const theirs = setParams(small, 'stem.conv', { filters: 4 });
    const { document, replaced } = mergeDocuments(small, mine, theirs);
    expect(replaced).toEqual(['stem.conv']);
    expect(document).toEqual(mine);
  });

  test('two new layers of one name are two', () => {
    const mine = addNode(small, { type: 'Dropout' }).document;
    const theirs = setParams(addNode(small, { type: 'Dropout' }).document, 'dropout', { rate: 0.1 });
    const { document, renamed } = mergeDocuments(small, mine, theirs);
    expect(renamed).toEqual([['dropout', 'dropout_1']]);
    expect(
      document.nodes
        .slice(-2)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['dropout', 'dropout_1']);
  });

  test('a layer that they deleted and I edited comes back with its edges', () => {
    const mine = setParams(small, 'stem.conv', { filters: 3 });
    const theirs = removeNodes(small, ['stem.conv']);
    const { document, replaced } = mergeDocuments(small, mine, theirs);
    expect(replaced).toContain('stem.conv');
    const isAt = ({ source, target }: { source: string; target: string }) =>
      source === 'stem.conv' || target === 'stem.conv';
    expect(document.edges.filter(isAt)).toHaveLength(2);
  });

  test('two edges into one input: the last stays; an Add takes both', () => {
    const base = ['Input', 'Dropout', 'Add'].reduce(
      (graph, type) => addNode(graph, { type }).document,
      emptyDocument('g'),
    );
    const into = (source: string, target: string) => connect(base, { source, target, port: 0 }).document;
    const single = addNode(base, { type: 'Dense' }).document;
    const from = (source: string) => connect(single, { source, target: 'dense' }).document;
    const one = mergeDocuments(single, from('dropout'), from('input'));
    expect(one.document.edges.map(({ source }) => source)).toEqual(['dropout']);
    expect(one.replaced).toEqual(['dense']);
    const both = mergeDocuments(base, into('dropout', 'add'), into('input', 'add'));
    expect(both.document.edges.map(({ source, port }) => [source, port]).sort()).toEqual([
      ['dropout', 0],
      ['input', 1],
    ]);
    expect(both.replaced).toEqual([]);
  });

  test('edges that close a loop together: the last goes', () => {
    const base = ['Dropout', 'Dense'].reduce(
      (graph, type) => addNode(graph, { type }).document,
      emptyDocument('g'),
    );
    const mine = connect(base, { source: 'dropout', target: 'dense' }).document;
    const theirs = connect(base, { source: 'dense', target: 'dropout' }).document;
    const { document, replaced } = mergeDocuments(base, mine, theirs);
    expect(document.edges).toEqual(theirs.edges);
    expect(replaced).toEqual(['dense']);
  });

  test('what was sent without an answer is not added twice', () => {
    const sent = addNode(small, { type: 'Dropout' }).document;
    const mine = setParams(sent, 'dropout', { rate: 0.3 });
    const taken = moveNodes(sent, { dropout: { x: 1, y: 1 } });
    const merged = mergeDocuments(baseAfterLostAnswer(small, sent, taken), mine, taken).document;
    expect(merged.nodes.slice(small.nodes.length)).toEqual([
      expect.objectContaining({ id: 'dropout', params: { rate: 0.3 }, position: { x: 1, y: 1 } }),
    ]);
    const lost = mergeDocuments(baseAfterLostAnswer(small, sent, small), mine, small).document;
    expect(lost).toEqual(mine);
  });
});
