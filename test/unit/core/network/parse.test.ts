/** Reading documents: sound ones come back whole, hostile ones are refused in words. */
import { analyze } from '../../../../core/analysis/analyze';
import type { GraphDocument } from '../../../../core/graph/document';
import { GraphError } from '../../../../core/graph/problem';
import { parseDocument, parseDocumentText } from '../../../../core/network/parse';
import { removeShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset } from '../../../../core/presets';
import { conv, graph, input, pick, randomFrom, relu } from '../support/graphs';

function refusal(json: unknown): GraphError {
  try {
    parseDocument(json);
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
  throw new Error('the document was taken');
}

const sound = () => graph([input(), conv('a'), relu('b')], ['in>a', 'a>b']);
const wild = (document: GraphDocument) => JSON.parse(JSON.stringify(document));

test('a sound document comes back as it was, muted edges and all', () => {
  const document = removeShortcuts(buildPreset('resnet20', { style: 'paper' }));
  expect(parseDocument(wild(document))).toEqual(document);
  expect(parseDocumentText(JSON.stringify(document))).toEqual(document);
});

test('an arrangement is read, an unknown one is refused by name', () => {
  const document: GraphDocument = { ...sound(), arrangement: 'columns' };
  expect(parseDocument(wild(document))).toEqual(document);
  expect(refusal({ ...wild(sound()), arrangement: 'spiral' }).message).toMatch(/arrangement.*spiral/s);
});

test('a document of version 1, where blocks name their styles, is the same in version 2', () => {
  for (const style of ['study', 'paper', 'keras', 'torchvision'] as const) {
    const document = buildPreset('resnet20', { style });
    const groups = document.groups.map((group) =>
      group.block ? { ...group, block: { ...group.block, style } } : group,
    );
    expect(parseDocument(wild({ ...document, version: 1, groups } as unknown as GraphDocument))).toEqual(
      document,
    );
  }
});

test('arguments of a style that came later are at their defaults', () => {
  const document = buildPreset('resnet20', { style: 'paper' });
  const json = wild(document);
  for (const { block } of json.groups) delete block?.style.activation;
  expect(parseDocument(json)).toEqual(document);
});

test('an unfinished network is read: the editor shows what is missing', () => {
  const document = graph([conv('a', { filters: -3 }), ['b', 'Add']], ['a>b']);
  expect(parseDocument(wild(document))).toEqual(document);
});

test.each<[unknown, string, string]>([
  [null, 'document.not-an-object', 'A graph document must be a JSON object. Received: null.'],
  [[], 'document.not-an-object', 'Received: [].'],
  ['{}', 'document.not-an-object', 'Received: "{}".'],
  [42, 'document.not-an-object', 'Received: 42.'],
  [undefined, 'document.not-an-object', 'Received: nothing.'],
  [{}, 'document.format', 'The "format" of a graph document must be "skipwire.graph". Received: nothing.'],
  [{ format: 'onnx', version: 1 }, 'document.format', 'Received: "onnx".'],
  [
    { format: 'skipwire.graph' },
    'document.version',
    'The "version" of a graph document must be a whole number of at least 1. Received: nothing.',
  ],
  [{ format: 'skipwire.graph', version: '1' }, 'document.version', 'Received: "1".'],
  [{ format: 'skipwire.graph', version: 0 }, 'document.version', 'Received: 0.'],
  [
    { format: 'skipwire.graph', version: 3, whatever: 'later' },
    'document.later-version',
    'This version of Skipwire reads graph documents up to version 2. Received: version 3. It was saved by a later version of Skipwire',
  ],
])('%j is refused: %s', (json, code, message) => {
  const error = refusal(json);
  expect(error.problems.map((each) => each.code)).toEqual([code]);
  expect(error.message).toContain(message);
});

test.each<[string, (json: ReturnType<typeof wild>) => void, string, string]>([
  [
    'name',
    (json) => delete json.name,
    'document.field',
    'The document: "name" must be text. Received: nothing.',
  ],
  [
    'empty name',
    (json) => (json.name = ''),
    'document.field',
    '"name" must have at least 1 character. Received: "".',
  ],
  ['nodes', (json) => (json.nodes = {}), 'document.field', '"nodes" must be a list. Received: {}.'],
  [
    'node',
    (json) => (json.nodes[1] = null),
    'document.field',
    'Node 1: "nodes[1]" must be an object. Received: null.',
  ],
  [
    'type',
    (json) => (json.nodes[1].type = 7),
    'document.field',
    'Node "a": "nodes[1].type" must be text. Received: 7.',
  ],
  [
    'id',
    (json) => (json.nodes[1].id = 'a b'),
    'document.field',
    'Node "a b": "nodes[1].id" must start with a letter or digit',
  ],
  [
    'parameter',
    (json) => (json.nodes[1].params.filters = { a: 1 }),
    'document.field',
    'Node "a": "nodes[1].params.filters" must be a number, text, true or false, or a list of numbers. Received: {"a":1}.',
  ],
  [
    'port',
    (json) => (json.edges[0].port = -1),
    'document.field',
    'Edge "in--a": "edges[0].port" must be at least 0',
  ],
  ['port', (json) => (json.edges[0].port = 0.5), 'document.field', '"edges[0].port" must be a whole number'],
  [
    'unknown field',
    (json) => (json.edges[0].mute = true),
    'document.unknown-field',
    'Edge "in--a": A graph document of version 2 has no field "edges[0].mute". Received: true.',
  ],
  [
    'unknown field',
    (json) => (json.author = 'me'),
    'document.unknown-field',
    'no field "author". Received: "me".',
  ],
  [
    'a parameter that no record can hold',
    (json) => Object.defineProperty(json.nodes[1].params, '__proto__', { value: null, enumerable: true }),
    'document.unknown-parameter',
    'has no parameter "__proto__". Its parameters are filters,',
  ],
  [
    'unknown operator',
    (json) => (json.nodes[1].type = 'Conv3D'),
    'node.unknown-operator',
    'a: The type of a node must be Input, Conv2D, DepthwiseConv2D,',
  ],
  [
    'twice',
    (json) => (json.nodes[2].id = 'a'),
    'document.duplicate-id',
    '"a": Nodes and groups must have unique IDs. Received: the ID twice, on two nodes.',
  ],
  [
    'nowhere',
    (json) => (json.edges[1].target = 'zz'),
    'edge.unknown-node',
    'a--b: An edge must connect two nodes of the graph. Received: "zz", not in the graph.',
  ],
  [
    'one port',
    (json) => json.edges.push({ id: 'x', source: 'in', target: 'b', port: 0 }),
    'edge.port-taken',
    'x: Each input of a node accepts one edge. Received: input 0 of "b", which edge "a--b" already feeds. To sum two',
  ],
  [
    'loop',
    (json) => (json.edges[0].source = 'b'),
    'graph.cycle',
    'The graph: A layer must not feed itself, directly or through others. Received: the loop',
  ],
  [
    'loop of one',
    (json) => (json.edges[1].source = 'b'),
    'graph.cycle',
    'Received: the loop b → b. Disconnect one of its edges.',
  ],
  [
    'group',
    (json) => (json.nodes[0].group = 'nope'),
    'group.unknown',
    'in: The group of a node must be a group of the document, or none. Received: group "nope", which does not exist.',
  ],
  [
    'group and node',
    (json) => json.groups.push({ id: 'a', kind: 'group' }),
    'document.duplicate-id',
    'Received: the ID on a node and on a group.',
  ],
  [
    'parents in a circle',
    (json) =>
      json.groups.push({ id: 'g', kind: 'group', parent: 'h' }, { id: 'h', kind: 'group', parent: 'g' }),
    'group.cycle',
    'g: A group must not be inside itself. Received: the parents g → h → g.',
  ],
  [
    'parent',
    (json) => json.groups.push({ id: 'g', kind: 'group', parent: 'h' }),
    'group.unknown',
    'g: The parent of a group must be a group of the document. Received: "h", which does not exist.',
  ],
  [
    'kind',
    (json) => json.groups.push({ id: 'g', kind: 'tribe' }),
    'document.field',
    'Group "g": "groups[0].kind" must be "stem", "stage", "block", or "group". Received: "tribe".',
  ],
])('a wrong %s is named', (_what, change, code, message) => {
  const json = wild(sound());
  change(json);
  const error = refusal(json);
  expect(error.problems.map((each) => each.code)).toContain(code);
  expect(error.message).toContain(message);
});

test('all problems are reported at once', () => {
  const json = wild(sound());
  json.nodes[1].type = 'Conv3D';
  json.nodes[2].type = 'ReLU';
  json.edges[0].source = 'gone';
  json.extra = 1;
  expect(refusal(json).problems.map((each) => each.code)).toEqual([
    'document.unknown-field',
    'node.unknown-operator',
    'node.unknown-operator',
    'edge.unknown-node',
  ]);
});

test('of thousands of problems the first are listed and the rest counted', () => {
  const json = wild(sound());
  json.nodes = Array.from({ length: 5000 }, () => 7);
  const { problems, message } = refusal(json);
  expect(problems).toHaveLength(51);
  expect(message).toContain('Only the first 50 problems are listed. Received: 4,950 more.');
});

test('text that is not JSON is refused with the reason', () => {
  expect(() => parseDocumentText('{"format": ')).toThrow(GraphError);
  expect(() => parseDocumentText('')).toThrow('The file: A graph document must be a JSON file. Received:');
});

test('names of JavaScript itself are names like any other', () => {
  const document = graph(
    [['constructor', 'Input'], conv('toString'), relu('hasOwnProperty')],
    ['constructor>toString', 'toString>hasOwnProperty'],
  );
  const parsed = parseDocument(wild(document));
  expect(parsed).toEqual(document);
  const { nodes } = analyze(parsed);
  expect(Reflect.get(nodes, 'toString')).toMatchObject({ outputShape: [32, 32, 8] });
  expect(Reflect.get(nodes, 'valueOf')).toBeUndefined();
});

test('a key "__proto__" changes no prototype', () => {
  const text = JSON.stringify(sound()).replace('"filters":8', '"filters":8,"__proto__":[1,2]');
  expect(text).toContain('__proto__');
  try {
    const node = parseDocumentText(text).nodes[1];
    expect(Object.getPrototypeOf(node?.params)).toBe(Object.prototype);
  } catch (error) {
    expect(error).toBeInstanceOf(GraphError);
  }
});

describe('mutated documents', () => {
  const values: readonly unknown[] = [
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    '',
    'in',
    'Add',
    'x'.repeat(5000),
    [],
    [1, 2],
    [[[[]]]],
    {},
    { id: 'in' },
    { __proto__: null },
  ];

  /** Every object and array inside, with one of its keys. */
  function places(value: unknown, found: [object, string][] = []): [object, string][] {
    if (typeof value !== 'object' || value === null) return found;
    for (const key of Object.keys(value)) {
      found.push([value, key]);
      places(Reflect.get(value, key), found);
    }
    return found;
  }

  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const base = JSON.stringify(removeShortcuts(buildPreset('resnet20', { width: 0.25 })));

  test('are either refused with a GraphError, or read, analyzed and read again', () => {
    let refused = 0;
    for (const seed of seeds) {
      const random = randomFrom(seed);
      const json: unknown = JSON.parse(base);
      for (let round = 0; round <= random() * 3; round++) {
        const [object, key] = pick(random, places(json));
        const dice = random();
        const other = pick(random, places(json));
        if (dice < 0.25) Reflect.deleteProperty(object, key);
        else if (dice < 0.5) Reflect.set(object, key, structuredClone(Reflect.get(...other)));
        else if (dice < 0.6) Reflect.set(object, `${key}2`, 1);
        else Reflect.set(object, key, pick(random, values));
      }
      try {
        const document = parseDocument(json);
        expect(parseDocument(wild(document))).toEqual(document);
        expect(() => analyze(document)).not.toThrow();
      } catch (error) {
        if (!(error instanceof GraphError)) throw new Error(`seed ${seed}`, { cause: error });
        expect(error.problems.length).toBeGreaterThan(0);
        for (const each of error.problems) expect(each.message).toMatch(/ Received: /);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(seeds.length / 3);
    expect(refused).toBeLessThan(seeds.length);
  });
});
