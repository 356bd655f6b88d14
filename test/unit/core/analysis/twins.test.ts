/** Twins are found by what networks compute, not by names. */
import { analyze } from '../../../../core/analysis/analyze';
import { hash53 } from '../../../../core/analysis/hash';
import { graphKey, networkIdentity, nodeColors, twinKey } from '../../../../core/analysis/twins';
import { setMuted, setParams } from '../../../../core/edit';
import type { GraphDocument } from '../../../../core/graph/document';
import { findShortcuts, removeShortcuts } from '../../../../core/network/shortcuts';
import type { ParamRecord } from '../../../../core/ops/operator';
import { buildPreset } from '../../../../core/presets';
import { networkIdentitySchema } from '../../../../core/study/run';
import {
  add,
  conv,
  graph,
  input,
  randomFrom,
  randomNetwork,
  relu,
  shuffled,
  withHead,
} from '../support/graphs';

const identity = (document: GraphDocument) => networkIdentity(document, analyze(document));

/** Other names, another order, positions: the same network. */
function disguised(document: GraphDocument, seed: number): GraphDocument {
  const random = randomFrom(seed);
  const names = new Map(shuffled(random, document.nodes).map((node, index) => [node.id, `x${index}`]));
  const name = (id: string) => names.get(id) ?? id;
  const swapped = new Map<string, number[]>();
  for (const node of document.nodes) {
    if (node.type !== 'Add') continue;
    const ports = document.edges.filter((edge) => edge.target === node.id).map((edge) => edge.port);
    swapped.set(node.id, shuffled(random, ports));
  }
  return {
    ...document,
    name: 'other',
    groups: [],
    nodes: shuffled(random, document.nodes).map(({ id, type, params }) => ({
      id: name(id),
      type,
      params: Object.fromEntries(Object.entries(params).reverse()),
      position: { x: random(), y: random() },
    })),
    edges: shuffled(random, document.edges).map((edge, index) => ({
      ...edge,
      id: `e${index}`,
      source: name(edge.source),
      target: name(edge.target),
      port: swapped.get(edge.target)?.[edge.port] ?? edge.port,
    })),
  };
}

test('ResNet-50, it without its shortcuts, and Plain-50 are twins', () => {
  const residual = identity(buildPreset('resnet50'));
  const removed = identity(removeShortcuts(buildPreset('resnet50')));
  const plain = identity(buildPreset('plain50'));
  expect(residual).toMatchObject({ variant: 'residual', depth: 50, params: 23_608_202 });
  expect(plain).toMatchObject({ variant: 'plain', depth: 50, params: 20_820_106 });
  expect(removed).toEqual(plain);
  expect(residual.twinKey).toBe(plain.twinKey);
  expect(residual.graphKey).not.toBe(plain.graphKey);
  expect(plain.graphKey).toBe(plain.twinKey);
  expect(networkIdentitySchema.parse(residual)).toEqual(residual);
});

test('option A and B share the plain twin and differ', () => {
  const [a, b] = (['A', 'B'] as const).map((shortcut) => identity(buildPreset('resnet20', { shortcut })));
  expect(a?.twinKey).toBe(b?.twinKey);
  expect(a?.graphKey).not.toBe(b?.graphKey);
});

test('a network with some of its shortcuts is residual, and another one', () => {
  const document = buildPreset('resnet20');
  const [first] = findShortcuts(document);
  const partly = identity(setMuted(document, [first?.edgeId ?? ''], true));
  expect(partly.variant).toBe('residual');
  expect(partly.twinKey).toBe(identity(document).twinKey);
  expect(partly.graphKey).not.toBe(identity(document).graphKey);
});

test.each([
  ['resnet18', {}, '16622bbd67cfac15c73a8a84e913'],
  ['resnet50', {}, '078ef537a58c4012e8f1c8f7af13'],
  ['plain34', {}, '184b95521023e80985b67f33ced6'],
  ['resnet50', { style: 'keras' }, '10cc3e02b5efc509a44b68e93660'],
  ['resnet20', { style: 'paper', shortcut: 'A' }, '039e5b8ae4ee6f052411a8798c51'],
] as const)('%s %j keeps the key that runs of it were stored with', (name, options, key) => {
  expect(graphKey(buildPreset(name, options))).toBe(key);
});

test('parameters that have no effect do not tell networks apart, those that have do', () => {
  const keyOf = (params: ParamRecord) =>
    graphKey(withHead(graph([input(), conv('a', params)], ['in>a']), 'a'));
  const plain = keyOf({});
  expect(keyOf({ dilation: [1, 1], groups: 1, explicitPadding: [3, 3, 3, 3] })).toBe(plain);
  const others: ParamRecord[] = [
    { dilation: [2, 1] },
    { groups: 2 },
    { padding: 'explicit' },
    { padding: 'explicit', explicitPadding: [1, 1, 1, 0] },
  ];
  expect(new Set([plain, ...others.map(keyOf)]).size).toBe(5);
});

test('names, order, positions and ports of Adds do not matter', () => {
  for (let seed = 0; seed < 40; seed++) {
    const document = randomNetwork(seed);
    const other = disguised(document, seed);
    expect(graphKey(other)).toBe(graphKey(document));
    expect(twinKey(other)).toBe(twinKey(document));
  }
  const preset = buildPreset('resnet34');
  expect(twinKey(disguised(preset, 1))).toBe(twinKey(preset));
});

test('different networks have different keys', () => {
  const keys = new Map<string, string>();
  for (let seed = 0; seed < 100; seed++) {
    const document = randomNetwork(seed);
    const text = nodeColors(document).join();
    const key = graphKey(document);
    expect(keys.get(key) ?? text).toBe(text);
    keys.set(key, text);
  }
  expect(keys.size).toBeGreaterThan(95);
});

test('every parameter counts, and defaults count as if written out', () => {
  const document = buildPreset('resnet20');
  for (const change of [{ filters: 17 }, { useBias: false }, { kernelInitializer: 'he_normal' }])
    expect(twinKey(setParams(document, 'stem.conv', change))).not.toBe(twinKey(document));
  expect(twinKey(setParams(document, 'stem.conv', { strides: undefined }))).toBe(twinKey(document));
});

test('one shared layer is not two equal ones', () => {
  const shared = withHead(
    graph([input(), conv('a'), relu('b'), add('s')], ['in>a', 'a>b', 'a>s', 'b>s:1']),
    's',
  );
  const apart = withHead(
    graph([input(), conv('a'), conv('a2'), relu('b'), add('s')], ['in>a', 'in>a2', 'a>b', 'a2>s', 'b>s:1']),
    's',
  );
  expect(graphKey(shared)).not.toBe(graphKey(apart));
});

test('loose nodes and muted ones do not count', () => {
  const document = buildPreset('resnet20');
  const loose = { ...document, nodes: [...document.nodes, { id: 'loose', type: 'Conv2D', params: {} }] };
  expect(graphKey(loose)).toBe(graphKey(document));
});

test('unsound graphs have a key, too', () => {
  for (const document of [
    graph([], []),
    graph([relu('a'), relu('b')], ['a>b', 'b>a']),
    graph([['a', 'Nope']], []),
  ])
    expect(identity(document).twinKey).toMatch(/^[0-9a-f]{28}$/);
});

test('the hash is the published one', () => {
  // From the examples beside bryc's cyrb53.
  expect(Number.parseInt(hash53('a'), 16)).toBe(7929297801672961);
  expect(Number.parseInt(hash53('revenge'), 16)).toBe(4051478007546757);
  expect(Number.parseInt(hash53('revenue'), 16)).toBe(8309097637345594);
  expect(Number.parseInt(hash53('revenue', 1), 16)).toBe(8697026808958300);
});
