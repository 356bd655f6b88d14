import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument } from '../../../core/graph/document';
import { removeShortcuts, restoreShortcuts } from '../../../core/network/shortcuts';
import { buildPreset } from '../../../core/presets';
import { groupsFor } from '../../../renderer/build/editor/channelGroups';
import { halveWidth } from '../../../renderer/build/editor/halveWidth';
import { add, bn, contradictoryWidths, conv, graph, input, relu, withHead } from '../core/support/graphs';

const errors = (document: GraphDocument) =>
  analyze(document).problems.filter(({ severity }) => severity === 'error');
const paramsOf = (document: GraphDocument, id: string) =>
  document.nodes.find((node) => node.id === id)!.params;
const channels = (document: GraphDocument, id: string) => analyze(document).nodes[id]!.outputShape!.at(-1);

/** A squeeze-and-excitation block after a convolution with this many filters. */
const gated = (filters: number, reshape?: number[]) =>
  withHead(
    graph(
      [
        input('in', [8, 8, 3]),
        conv('conv', { filters }),
        ['squeeze', 'GlobalAveragePooling2D'],
        ['reduce', 'Dense', { units: Math.ceil(filters / 4), activation: 'relu' }],
        ['excite', 'Dense', { units: filters, activation: 'sigmoid' }],
        ...(reshape ? [['gates', 'Reshape', { targetShape: reshape }] as [string, string, object & {}]] : []),
        ['scale', 'ChannelScale'],
      ] as Parameters<typeof graph>[0],
      [
        'in>conv',
        'conv>squeeze',
        'squeeze>reduce',
        'reduce>excite',
        ...(reshape ? ['excite>gates', 'gates>scale:1'] : ['excite>scale:1']),
        'conv>scale:0',
      ],
    ),
    'scale',
  );

describe('half the width', () => {
  test('of a preset: shapes are in step, classes stay, blocks know their filters', () => {
    const next = halveWidth(buildPreset('resnet18', { width: 0.25 }));
    expect(errors(next)).toEqual([]);
    expect(channels(next, 'stage4.block2.relu')).toBe(64);
    expect(channels(next, 'head.dense')).toBe(10);
    expect(next.groups.find((group) => group.id === 'stage1.block1')!.block!.filters).toBe(8);
  });

  test.each(['resnet20', 'resnet50'] as const)(
    'of %s is the preset at half the width, node by node',
    (id) => {
      const plain = { ...buildPreset(id, { width: 0.5 }), name: '', description: '', preset: undefined };
      expect({ ...halveWidth(buildPreset(id)), name: '', description: '', preset: undefined }).toEqual(plain);
    },
  );

  test.each([
    [64, undefined],
    [7, undefined],
    [64, [1, 1, 64]],
    [64, [1, 1, -1]],
  ] as const)('gates of %i channels (reshaped to %j) follow their image', (filters, reshape) => {
    const document = gated(filters, reshape && [...reshape]);
    expect(errors(document)).toEqual([]);
    const next = halveWidth(document);
    expect(errors(next)).toEqual([]);
    const half = Math.round(filters / 2);
    expect(channels(next, 'scale')).toBe(half);
    expect(paramsOf(next, 'excite').units).toBe(half);
    expect(paramsOf(next, 'reduce').units).toBe(Math.ceil(filters / 4) / 2);
    expect(channels(next, 'out')).toBe(3);
  });

  test('groups of a GroupNormalization follow, the default of 32 too', () => {
    const document = withHead(
      graph(
        [
          input('in', [8, 8, 3]),
          conv('conv', { filters: 32 }),
          ['norm', 'GroupNormalization'],
          ['wide', 'Conv2D', { padding: 'same' }],
          ['few', 'GroupNormalization', { groups: 8 }],
        ],
        ['in>conv', 'conv>norm', 'norm>wide', 'wide>few'],
      ),
      'few',
    );
    const next = halveWidth(document);
    expect(errors(next)).toEqual([]);
    expect(paramsOf(next, 'norm').groups).toBe(16);
    // A Conv2D that states no filters has 64.
    expect(paramsOf(next, 'wide').filters).toBe(32);
    expect(paramsOf(next, 'few').groups).toBe(8);
  });

  test('a grouped convolution stays one: depthwise as depthwise, ResNeXt with its groups', () => {
    const document = withHead(
      graph(
        [
          input('in', [8, 8, 3]),
          conv('wide', { filters: 128 }),
          conv('next', { filters: 128, groups: 32 }),
          conv('depth', { filters: 128, groups: 128 }),
          ['twice', 'DepthwiseConv2D', { depthMultiplier: 2, padding: 'same' }],
          bn('bn'),
        ],
        ['in>wide', 'wide>next', 'next>depth', 'depth>twice', 'twice>bn'],
      ),
      'bn',
    );
    const next = halveWidth(document);
    expect(errors(next)).toEqual([]);
    expect(paramsOf(next, 'next')).toMatchObject({ filters: 64, groups: 32 });
    expect(paramsOf(next, 'depth')).toMatchObject({ filters: 64, groups: 64 });
    expect(channels(next, 'bn')).toBe(128);
  });

  test('what is added to the image keeps its channels, and so does a convolution that makes the classes', () => {
    const document = graph(
      [
        input('in', [8, 8, 4]),
        conv('inner', { filters: 16 }),
        conv('back', { filters: 4 }),
        add('add'),
        conv('classes', { filters: 10 }),
        ['gap', 'GlobalAveragePooling2D'],
        ['out', 'Activation', { function: 'softmax' }],
      ],
      ['in>inner', 'inner>back', 'back>add:0', 'in>add:1', 'add>classes', 'classes>gap', 'gap>out'],
    );
    const next = halveWidth(document);
    expect(errors(next)).toEqual([]);
    expect([channels(next, 'inner'), channels(next, 'add'), channels(next, 'out')]).toEqual([8, 4, 10]);
  });

  test('what is in step with a Concatenate takes the channels that this comes to', () => {
    const document = withHead(
      graph(
        [
          input('in', [8, 8, 3]),
          conv('conv', { filters: 5 }),
          ['both', 'Concatenate'],
          conv('other', { filters: 8 }),
          add('add'),
          relu('relu'),
        ],
        ['in>conv', 'in>both:0', 'conv>both:1', 'in>other', 'both>add:0', 'other>add:1', 'add>relu'],
      ),
      'relu',
    );
    const next = halveWidth(document);
    expect(errors(next)).toEqual([]);
    // Half of 5, and the image's 3.
    expect(channels(next, 'relu')).toBe(6);
  });

  test('neurons of the head stay, those that a gate of the head multiplies follow', () => {
    const document = graph(
      [
        input('in', [8, 8, 3]),
        conv('conv', { filters: 16 }),
        ['gap', 'GlobalAveragePooling2D'],
        ['gate', 'Dense', { units: 16, activation: 'sigmoid' }],
        ['times', 'Multiply'],
        ['hidden', 'Dense', { units: 100 }],
        ['out', 'Dense', { units: 3, activation: 'softmax' }],
      ],
      ['in>conv', 'conv>gap', 'gap>gate', 'gap>times:0', 'gate>times:1', 'times>hidden', 'hidden>out'],
    );
    const next = halveWidth(document);
    expect(errors(next)).toEqual([]);
    expect(['times', 'hidden', 'out'].map((id) => channels(next, id))).toEqual([8, 100, 3]);
  });

  test('a shortcut that is muted meanwhile fits when it is brought back', () => {
    const plain = removeShortcuts(buildPreset('resnet20', { style: 'paper' }));
    const next = halveWidth(plain);
    expect(errors(next)).toEqual([]);
    const residual = restoreShortcuts(next);
    expect(errors(residual)).toEqual([]);
    expect(analyze(residual).totals.shortcuts).toBe(9);
  });

  test('contradicting channels are refused with the reason', () => {
    const document = contradictoryWidths();
    expect(errors(document)).toEqual([]);
    expect(() => halveWidth(document)).toThrow(
      'Halving the width would break this network, so nothing was changed. add: Add takes inputs of the same shape. ' +
        'It would receive 8×8×6 from both and 8×8×4 from twice.',
    );
  });

  test('a graph that is still being drawn is halved as far as it goes', () => {
    const document = graph([input(), conv('a'), conv('b'), ['norm', 'GroupNormalization']], ['in>a']);
    const next = halveWidth(document);
    expect([paramsOf(next, 'a').filters, paramsOf(next, 'b').filters]).toEqual([4, 4]);
    expect(halveWidth(graph([input()], []))).toEqual(graph([input()], []));
  });
});

test.each([
  // As many groups as before.
  [1, [64], [32], 1],
  [8, [64], [32], 8],
  [32, [128, 128], [64, 64], 32],
  // As many channels in each.
  [32, [64], [32], 16],
  [32, [32], [16], 16],
  [32, [96], [48], 16],
  [64, [64, 128], [32, 64], 32],
  // As many as divide.
  [2, [6], [3], 1],
  [4, [12], [6], 2],
  [5, [15], [8], 4],
])('%i groups of %j channels, of %j then: %i', (groups, before, after, expected) =>
  expect(groupsFor(groups, before, after)).toBe(expected),
);
