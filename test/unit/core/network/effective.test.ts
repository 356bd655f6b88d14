/** The effective graph: what muting leaves. */
import { setBypassed } from '../../../../core/edit';
import type { GraphDocument } from '../../../../core/graph/document';
import { effectiveDocument } from '../../../../core/network/effective';
import { add, bn, conv, graph, input, relu } from '../support/graphs';

const ids = (document: { nodes: { id: string }[]; edges: { id: string }[] }) => ({
  nodes: document.nodes.map((node) => node.id),
  edges: document.edges.map((edge) => edge.id),
});

test('a document without muted edges is itself', () => {
  const document = graph([input(), conv('a'), add('s'), relu('r')], ['in>a', 'a>s', 'in>s:1', 's>r']);
  expect(effectiveDocument(document)).toEqual(document);
});

test('an Add left with one input is bypassed, and the edge renamed as if drawn so', () => {
  const document = graph([input(), conv('a'), add('s'), relu('r')], ['in>a', 'a>s', 'in>s:1!', 's>r']);
  const plain = graph([input(), conv('a'), relu('r')], ['in>a', 'a>r']);
  expect(effectiveDocument(document)).toEqual(plain);
});

test('what fed only muted edges is dropped, back to what feeds others too', () => {
  const document = graph(
    [input(), conv('a'), conv('p'), bn('q'), add('s'), relu('r')],
    ['in>a', 'in>p', 'p>q', 'a>s', 'q>s:1!', 's>r'],
  );
  expect(ids(effectiveDocument(document))).toEqual({ nodes: ['in', 'a', 'r'], edges: ['in--a', 'a--r'] });
});

test('a chain of bypassed Adds is followed to its beginning', () => {
  const document = graph(
    [input(), conv('a'), add('s'), add('t'), add('u'), relu('r')],
    ['in>a', 'a>s', 'in>s:1!', 's>t', 'in>t:1!', 't>u:1', 'a>u!', 'u>r'],
  );
  expect(ids(effectiveDocument(document))).toEqual({ nodes: ['in', 'a', 'r'], edges: ['in--a', 'a--r'] });
});

test('with two of three inputs left an Add stays', () => {
  const document = graph(
    [input(), conv('a'), conv('b'), add('s')],
    ['in>a', 'in>b', 'a>s', 'b>s:1', 'in>s:2!'],
  );
  expect(ids(effectiveDocument(document))).toEqual({
    nodes: ['in', 'a', 'b', 's'],
    edges: ['in--a', 'in--b', 'a--s', 'b--s.1'],
  });
});

test('an Add drawn with one input is not bypassed, but reported', () => {
  const document = graph([input(), add('s'), relu('r'), relu('x')], ['in>s', 's>r', 'in>x!']);
  expect(ids(effectiveDocument(document)).nodes).toContain('s');
});

test('an Add with all inputs muted stays, and the Input is never dropped', () => {
  const document = graph([input(), add('s')], ['in>s!', 'in>s:1!']);
  expect(ids(effectiveDocument(document))).toEqual({ nodes: ['in', 's'], edges: [] });
});

test('an Add at the end is bypassed too', () => {
  const document = graph([input(), conv('a'), add('s')], ['in>a', 'a>s', 'in>s:1!']);
  expect(ids(effectiveDocument(document))).toEqual({ nodes: ['in', 'a'], edges: ['in--a'] });
});

test('a bypass gets an id of its own beside an existing edge', () => {
  const document = graph(
    [input(), conv('a'), add('s'), add('t')],
    ['in>a', 'a>s', 'in>s:1!', 's>t', 'a>t:1'],
  );
  const { edges } = effectiveDocument(document);
  expect(edges.map(({ source, target, port }) => `${source}>${target}:${port}`)).toEqual([
    'in>a:0',
    'a>t:0',
    'a>t:1',
  ]);
  expect(new Set(edges.map((edge) => edge.id)).size).toBe(3);
});

test('loops and edges to nowhere do not hang it', () => {
  const loop = graph([add('s'), add('t'), input()], ['t>s', 'in>s:1!', 's>t', 'in>t:1!']);
  expect(() => effectiveDocument(loop)).not.toThrow();
  const nowhere = graph([input(), add('s')], ['in>s', 'gone>s:1!']);
  expect(effectiveDocument(nowhere).nodes).toHaveLength(2);
});

test('a bypassed layer hands on its input; one without an input, and one of a branch, stay as drawn', () => {
  const bypass = (document: GraphDocument, ...names: string[]) => setBypassed(document, names, true);
  const chain = graph([input(), conv('a'), bn('n'), relu('r')], ['in>a', 'a>n', 'n>r']);
  expect(effectiveDocument(bypass(chain, 'n'))).toEqual(
    graph([input(), conv('a'), relu('r')], ['in>a', 'a>r']),
  );
  expect(ids(effectiveDocument(bypass(chain, 'a', 'n', 'r')))).toEqual({ nodes: ['in'], edges: [] });
  const sum = graph([input(), conv('a'), add('s')], ['in>a', 'a>s', 'in>s:1']);
  expect(bypass(sum, 's', 'in')).toBe(sum);
  const loose = bypass(graph([input(), conv('a'), relu('r')], ['a>r']), 'a');
  expect(ids(effectiveDocument(loose)).nodes).toEqual(['in', 'a', 'r']);
  expect(setBypassed(bypass(chain, 'n'), ['n'], false)).toEqual(chain);
});
