/** Freezing and learning-rate factors: what is marked, what sees it, and that what never was marked keeps its fingerprints. */
import { analyze } from '../../../../core/analysis/analyze';
import { formatSummary, summarize } from '../../../../core/analysis/summary';
import { graphKey, networkIdentity, twinKey } from '../../../../core/analysis/twins';
import {
  freezeAllButHead,
  membersOf,
  setLearningRateFactor,
  setTrainable,
  unfreezeAll,
} from '../../../../core/edit';
import { applyChange, changeBetween } from '../../../../core/edit/change';
import { changeWords } from '../../../../core/edit/describe-change';
import { mergeDocuments } from '../../../../core/edit/merge';
import type { GraphDocument } from '../../../../core/graph/document';
import { GraphError } from '../../../../core/graph/problem';
import { inEnglish } from '../../../../core/messages';
import { parseDocument } from '../../../../core/network/parse';
import { removeShortcuts } from '../../../../core/network/shortcuts';
import { tuningOf } from '../../../../core/network/tuning';
import { buildPreset } from '../../../../core/presets';
import { networkIdentitySchema } from '../../../../core/study/run';
import { add, bn, conv, graph, input, relu } from '../support/graphs';

const net = buildPreset('resnet20');
const identity = (document: GraphDocument) => networkIdentity(document, analyze(document));
const frozenIds = ({ nodes }: GraphDocument) =>
  nodes.filter(({ trainable }) => trainable === false).map(({ id }) => id);
const reread = (document: GraphDocument) => parseDocument(JSON.parse(JSON.stringify(document)));

test('a stage is frozen in its layers with weights, and comes back as it was', () => {
  const stage = membersOf(net, 'stage1');
  const frozen = setTrainable(net, stage, false);
  expect(frozenIds(frozen)).toContain('stage1.block1.conv1');
  expect(frozenIds(frozen).every((id) => id.startsWith('stage1.') && /conv|bn/.test(id))).toBe(true);
  expect(reread(frozen)).toEqual(frozen);
  expect(setTrainable(frozen, stage, false)).toBe(frozen);
  expect(setTrainable(frozen, stage, true)).toEqual(net);
  expect(() => setTrainable(net, ['nowhere'], false)).toThrow(GraphError);
});

test('all but the head: the last Dense alone is trained, also where it was frozen', () => {
  const frozen = freezeAllButHead(setTrainable(net, ['head.dense'], false));
  const { totals, nodes } = analyze(frozen);
  expect(totals.trainable).toBe(nodes['head.dense']?.paramCount);
  expect(unfreezeAll(frozen)).toEqual(net);
});

test('a network that ends in something else has no head', () => {
  const headless = graph([input(), conv('a'), bn('b'), relu('c')], ['in>a', 'a>b', 'b>c']);
  expect(() => freezeAllButHead(headless)).toThrow(
    'The network: The head of a network is the Dense layer that its output comes from, followed by nothing but activations.',
  );
});

test('undo, the list of versions and merging see it', () => {
  const frozen = setTrainable(net, ['stem.conv'], false);
  const slow = setLearningRateFactor(net, ['stem.bn'], 0.1);
  const [freeze, back] = [changeBetween(net, frozen)!, changeBetween(frozen, net)!];
  expect(applyChange(net, freeze)).toEqual(frozen);
  expect(applyChange(frozen, back)).toEqual(net);
  const words = [freeze, back, changeBetween(net, slow)].map((change) => inEnglish(changeWords(change)));
  expect(words).toEqual(['1 layer frozen', '1 layer unfrozen', '1 layer changed']);
  const { document, replaced } = mergeDocuments(net, frozen, slow);
  expect(replaced).toEqual([]);
  expect(tuningOf(document)).toEqual({ frozen: 1, factors: [{ factor: 0.1, layers: 1 }] });
});

test('the summary counts as Keras: no weight of a frozen layer is trainable', () => {
  const frozen = setTrainable(net, membersOf(net, 'stage1'), false);
  const [before, after] = [net, frozen].map((one) => analyze(one));
  const inStage = [...membersOf(net, 'stage1')].reduce(
    (sum, id) => sum + before!.nodes[id]!.trainableCount,
    0,
  );
  expect(after!.totals.trainable).toBe(before!.totals.trainable - inStage);
  expect(after!.totals.params).toBe(before!.totals.params);
  const text = formatSummary(summarize(after!, 'x'));
  expect(text).toContain(`Trainable params: ${after!.totals.trainable.toLocaleString('en')}`);
  expect(text).toContain(`Non-trainable params: ${after!.totals.nonTrainable.toLocaleString('en')}`);
});

test('fingerprints: twins whatever is frozen, other networks where something is, and the old ones without', () => {
  const frozen = setTrainable(net, ['stage1.block1.conv1'], false);
  expect(twinKey(frozen)).toBe(twinKey(net));
  const keys = [net, frozen, setLearningRateFactor(net, ['stage1.block1.conv1'], 0.5)].map(graphKey);
  expect(new Set(keys).size).toBe(3);
  // What has no effect makes no difference.
  const relus = {
    ...net,
    nodes: net.nodes.map((node) =>
      node.type === 'Activation' ? { ...node, trainable: false as const } : node,
    ),
  };
  expect(graphKey(relus)).toBe(keys[0]);
  expect(graphKey(setLearningRateFactor(frozen, ['stage1.block1.conv1'], 0.5))).toBe(keys[1]);
  expect(identity(net).tuning).toBeUndefined();
});

test('a run records what was frozen; a plain twin that freezes the same layers has the same key', () => {
  const part = ['stage1.block1.conv1', 'stage2.block1.bn2'];
  const [residual, plain] = [net, removeShortcuts(net)].map((one) =>
    identity(setTrainable(one, part, false)),
  );
  expect(networkIdentitySchema.parse(residual)).toEqual(residual);
  expect(residual!.tuning).toMatchObject({ frozen: 2, factors: [] });
  expect(plain!.tuning?.key).toBe(residual!.tuning?.key);
  expect(identity(setTrainable(net, ['stage1.block1.conv1'], false)).tuning?.key).not.toBe(
    residual!.tuning?.key,
  );
});

test("a frozen BatchNormalization's statistics do not have to settle", () => {
  const some = graph(
    [input(), conv('a'), bn('b'), conv('c'), bn('d'), add('e')],
    ['in>a', 'a>b', 'b>c', 'c>d', 'd>e', 'b>e'],
  );
  expect(identity(some).batchNorm?.layers).toBe(2);
  expect(identity(setTrainable(some, ['d'], false)).batchNorm?.layers).toBe(1);
});

test('values out of range are refused by name', () => {
  const with0 = { ...net, nodes: net.nodes.map((node) => ({ ...node, learningRateFactor: 0 })) };
  expect(() => reread(with0)).toThrow(
    'Node "input": "nodes[0].learningRateFactor" must be greater than 0. Received: 0.',
  );
  const as = { ...net, nodes: net.nodes.map((node) => ({ ...node, trainable: true })) };
  expect(() => parseDocument(as)).toThrow(/trainable/);
});
