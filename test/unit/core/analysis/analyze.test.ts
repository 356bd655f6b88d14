/** The analysis: what it computes, and every problem it tells. */
import { analyze } from '../../../../core/analysis/analyze';
import type { GraphDocument } from '../../../../core/graph/document';
import { buildPreset } from '../../../../core/presets';
import { documentOf } from '../../../support/documents';
import { add, bn, conv, graph, input, relu, withHead } from '../support/graphs';

const messages = (document: GraphDocument) =>
  analyze(document).problems.map((each) => `${each.severity} ${each.code} | ${each.message}`);
const codes = (document: GraphDocument) => analyze(document).problems.map((each) => each.code);

describe('a sound network', () => {
  const document = withHead(
    graph(
      [
        input('in', [9, 9, 3]),
        conv('a', { filters: 4, strides: [2, 2] }),
        bn('b'),
        relu('c'),
        conv('d', { filters: 4 }),
        add('s'),
      ],
      ['in>a', 'a>b', 'b>c', 'c>d', 'd>s', 'c>s:1'],
    ),
    's',
  );

  test('has shapes, weights, costs and totals', () => {
    const { problems, nodes, order, totals, inputId, outputId } = analyze(document);
    expect(problems).toEqual([]);
    expect([inputId, outputId]).toEqual(['in', 'out']);
    expect(order).toEqual(['in', 'a', 'b', 'c', 'd', 's', 'gap', 'out']);
    expect(nodes.a).toEqual({
      id: 'a',
      type: 'Conv2D',
      params: {
        filters: 4,
        kernelSize: [3, 3],
        strides: [2, 2],
        padding: 'same',
        explicitPadding: [1, 1, 1, 1],
        dilation: [1, 1],
        groups: 1,
        useBias: true,
        kernelInitializer: 'glorot_uniform',
      },
      inputs: ['in'],
      inputShapes: [[9, 9, 3]],
      outputShape: [5, 5, 4],
      weights: [
        { name: 'kernel', shape: [3, 3, 3, 4], trainable: true, initializer: 'glorot_uniform' },
        { name: 'bias', shape: [4], trainable: true, initializer: 'zeros' },
      ],
      paramCount: 112,
      trainableCount: 112,
      trainable: true,
      learningRateFactor: 1,
      macs: 108 * 25,
      receptiveField: 3,
    });
    expect(nodes.b).toMatchObject({ paramCount: 16, trainableCount: 8 });
    expect(nodes.s).toMatchObject({ inputs: ['d', 'c'], receptiveField: 7 });
    expect(nodes.gap).not.toHaveProperty('receptiveField');
    expect(totals).toEqual({
      params: 112 + 16 + 148 + 15,
      trainable: 112 + 8 + 148 + 15,
      nonTrainable: 8,
      macs: 108 * 25 + 144 * 25 + 12,
      depth: 3,
      shortcuts: 1,
    });
  });

  test('the order of the stored nodes does not matter', () => {
    const turned = analyze({ ...document, nodes: [...document.nodes].reverse() });
    expect(turned.problems).toEqual([]);
    expect(turned.totals).toEqual(analyze(document).totals);
  });
});

test('receptive fields of ResNet-50: 35 pixels behind the first stage, 483 at the end', () => {
  const { nodes } = analyze(buildPreset('resnet50', { inputShape: [224, 224, 3] }));
  const field = (id: string) => nodes[id]?.receptiveField;
  // Araujo et al., "Computing Receptive Fields of Convolutional Neural Networks": 483 for ResNet-50 v1.
  expect([
    field('stem.conv'),
    field('stem.pool'),
    field('stage1.block3.relu'),
    field('stage4.block3.relu'),
  ]).toEqual([7, 11, 35, 483]);
});

test('receptive fields of ResNet-18 and VGG-16, from the same source: 435 and 212', () => {
  const resnet = analyze(buildPreset('resnet18', { style: 'torchvision', inputShape: [224, 224, 3] }));
  expect(resnet.nodes['stage4.block2.relu']?.receptiveField).toBe(435);
  const layers = [2, 2, 3, 3, 3].flatMap((convolutions, stage) => [
    ...Array.from({ length: convolutions }, (_, index) => ({
      id: `conv${stage}.${index}`,
      type: 'Conv2D',
      params: { filters: 2, padding: 'same' },
    })),
    { id: `pool${stage}`, type: 'MaxPooling2D', params: { poolSize: [2, 2], strides: [2, 2] } },
  ]);
  const image = { id: 'image', type: 'Input', params: { shape: [64, 64, 3] } };
  const vgg = analyze(documentOf('VGG-16', [image, ...layers]));
  expect(vgg.nodes.pool4?.receptiveField).toBe(212);
});

describe('problems of the whole', () => {
  test('an empty document', () => {
    expect(messages(graph([], []))).toEqual([
      'error graph.no-input | A network must have exactly one Input. Received: none. Add an Input from the palette.',
    ]);
  });

  test('no Input: the first layer misses its input', () => {
    expect(messages(graph([conv('a'), relu('b')], ['a>b']))).toEqual([
      'error graph.no-input | A network must have exactly one Input. Received: none. Add an Input from the palette.',
      'error node.missing-input | a (Conv2D): Conv2D takes one input. Received: none. Connect the layer before it.',
    ]);
  });

  test('several Inputs and several outputs are named', () => {
    const document = graph([input('x'), input('y'), conv('a'), conv('b')], ['x>a', 'y>b']);
    expect(messages(document)).toEqual([
      'error graph.many-inputs | A network must have exactly one Input. Received: 2: x and y. Delete all but one.',
      'error graph.many-outputs | A network must have exactly one output: one layer that feeds no other. Received: 2: a and b. Connect the others, or delete them.',
    ]);
    expect(analyze(document).outputId).toBeUndefined();
    expect(analyze(document).nodes.b?.outputShape).toEqual([8, 8, 8]);
  });

  test('an unconnected Input and an unconnected layer are only warnings', () => {
    const document = withHead(
      graph([input(), input('spare'), conv('a'), conv('loose'), relu('next')], ['in>a', 'loose>next']),
      'a',
    );
    const { problems, order, effective, nodes } = analyze(document);
    expect(problems.map((each) => [each.severity, each.code, each.nodeId])).toEqual([
      ['warning', 'node.not-connected', 'spare'],
      ['warning', 'node.not-connected', 'loose'],
      ['warning', 'node.not-connected', 'next'],
    ]);
    expect(problems[1]?.message).toBe(
      'loose: Only layers that lead to the output ("out") are part of the network. Received: no path from this layer to it. Connect it, or delete it.',
    );
    expect(order).toEqual(['in', 'a', 'gap', 'out']);
    expect(effective.nodes.map((node) => node.id)).toEqual(['in', 'a', 'gap', 'out']);
    expect(nodes.spare?.outputShape).toEqual([8, 8, 8]);
    expect(nodes.loose).toBeDefined();
  });

  test('a loop is reported once, and its nodes get no shape', () => {
    const document = withHead(graph([input(), add('s'), conv('a')], ['in>s', 's>a', 'a>s:1']), 'a');
    const { problems, nodes } = analyze(document);
    expect(problems.map((each) => each.code)).toEqual(['graph.cycle']);
    expect(problems[0]?.message).toMatch(
      /Received: the loop (s → a → s|a → s → a)\. Disconnect one of its edges\./,
    );
    expect(nodes.out?.outputShape).toBeUndefined();
  });

  test('an unknown operator is reported once; what follows has no shape and no problem', () => {
    const document = withHead(graph([input(), ['a', 'Conv9D']], ['in>a']), 'a');
    expect(codes(document)).toEqual(['node.unknown-operator']);
    expect(analyze(document).nodes.gap?.outputShape).toBeUndefined();
  });

  test('documents that parseDocument would refuse do not throw', () => {
    const twice = graph([input(), conv('a'), conv('a')], ['in>a', 'nowhere>a:1', 'in>a:2']);
    expect(codes(twice)).toEqual(
      expect.arrayContaining(['document.duplicate-id', 'edge.unknown-node', 'node.too-many-inputs']),
    );
    const port = graph([input(), relu('a'), relu('b')], ['in>a', 'in>b', 'a>b']);
    expect(codes(port)).toContain('edge.port-taken');
  });
});

describe('problems of a node', () => {
  const headed = (nodes: Parameters<typeof graph>[0], edges: readonly string[], last: string) =>
    withHead(graph(nodes, edges), last);

  test('bad parameters: each is named; the nodes behind are silent', () => {
    const document = headed([input(), conv('a', { filters: 0, stride: 2 }), relu('b')], ['in>a', 'a>b'], 'b');
    expect(messages(document)).toEqual([
      'error node.bad-param | a (Conv2D): filters must be at least 1. Received: 0.',
      'error node.bad-param | a (Conv2D): Conv2D has no parameter "stride". Its parameters are filters, kernelSize, strides, padding, explicitPadding, dilation, groups, useBias, and kernelInitializer. Received: 2.',
    ]);
  });

  test('an Add with one input, and one with inputs of two shapes, reported with their sources', () => {
    const one = headed([input(), add('s')], ['in>s'], 's');
    expect(messages(one)).toEqual([
      'error node.missing-input | s (Add): Add takes 2 to 64 inputs. Received: 1, from in. Connect its free input too.',
    ]);
    const two = headed(
      [input(), conv('a', { filters: 16, strides: [2, 2] }), add('s')],
      ['in>a', 'a>s', 'in>s:1'],
      's',
    );
    expect(messages(two)).toEqual([
      'error shape.add-mismatch | s (Add): Add takes inputs of the same shape. Received: 4×4×16 from a and 8×8×8 from in. Put a Conv2D with 16 filters and strides 2 (a projection) on the larger one.',
    ]);
  });

  test('a muted edge is blamed for the input that is missing', () => {
    const document = headed([input(), relu('a'), conv('b')], ['in>a', 'a>b!'], 'b');
    expect(messages(document).slice(0, 1)).toEqual([
      'error node.missing-input | b (Conv2D): Conv2D takes one input. Received: none. An edge into it is removed. Restore it, or connect another layer.',
    ]);
  });

  test('too many inputs, and an input that is not there', () => {
    const many = headed([input(), conv('a'), relu('b')], ['in>a', 'in>b', 'a>b:1'], 'b');
    expect(messages(many)).toEqual([
      'error node.too-many-inputs | b (Activation): Activation takes one input. Received: 2, from in and a. To sum several tensors, put an Add before it.',
    ]);
    const port = headed([input(), relu('b')], ['in>b:3'], 'b');
    expect(messages(port)).toEqual([
      'error node.no-such-port | b (Activation): Activation takes one input. Received: an edge from in into input 3. Inputs are numbered from 0 to 0.',
    ]);
    const fed = headed([input(), input('x'), conv('a')], ['x>in', 'in>a'], 'a');
    expect(codes(fed)).toContain('node.too-many-inputs');
  });

  test('a convolution behind the head, a Dense in front of it', () => {
    const late = graph([input(), ['f', 'Flatten'], conv('a')], ['in>f', 'f>a']);
    expect(messages(late)).toEqual([
      'error shape.not-an-image | a (Conv2D): Conv2D takes an image: height × width × channels. Received: 512 from f. Move Conv2D before the layer that flattens the image.',
    ]);
    const early = graph([input(), ['d', 'Dense', { activation: 'softmax' }]], ['in>d']);
    expect(messages(early)).toEqual([
      'error shape.not-a-vector | d (Dense): Dense takes a vector. Received: 8×8×8 from in. Put a GlobalAveragePooling2D or a Flatten before it.',
    ]);
  });
});

describe('problems of the head', () => {
  test('an image at the end cannot be trained', () => {
    expect(messages(graph([input(), conv('a')], ['in>a']))).toEqual([
      'error train.output-not-vector | a (Conv2D): To be trained, a network must end in a vector with one probability per class. Received: 8×8×8. End the network with GlobalAveragePooling2D (or Flatten) and a Dense with softmax.',
    ]);
    expect(codes(graph([input()], []))).toEqual(['train.output-not-vector']);
  });

  test('without a softmax there is a warning', () => {
    const ending = (...nodes: Parameters<typeof graph>[0][number][]) => {
      const ids = ['in', 'f', ...nodes.map(([id]) => id)];
      return graph(
        [input(), ['f', 'Flatten'], ...nodes],
        ids.slice(1).map((id, index) => `${ids[index]}>${id}`),
      );
    };
    expect(messages(ending(['d', 'Dense']))).toEqual([
      'warning train.no-softmax | d (Dense): The loss (cross-entropy) expects probabilities, which softmax produces. Received: linear at the end. Set the activation of the last Dense layer to softmax.',
    ]);
    expect(codes(ending(['d', 'Dense'], ['s', 'Activation', { function: 'sigmoid' }]))).toEqual([
      'train.no-softmax',
    ]);
    expect(codes(ending(['d', 'Dense', { activation: 'softmax' }], ['x', 'Dropout']))).toEqual([
      'train.no-softmax',
    ]);
    expect(codes(ending(['d', 'Dense'], ['s', 'Activation', { function: 'softmax' }]))).toEqual([]);
    expect(
      codes(ending(['d', 'Dense', { activation: 'softmax' }], ['l', 'Activation', { function: 'linear' }])),
    ).toEqual([]);
  });
});

test('errors come before warnings', () => {
  const document = withHead(graph([input(), relu('loose'), conv('a', { filters: -1 })], ['in>a']), 'a');
  expect(analyze(document).problems.map((each) => each.severity)).toEqual(['error', 'warning']);
});

test('the work grows with the graph, not with its square: 30,000 nodes are no burden', () => {
  const nodes: Parameters<typeof graph>[0][number][] = [input()];
  const edges: string[] = [];
  let last = 'in';
  for (let index = 0; index < 10_000; index++) {
    nodes.push(conv(`c${index}`), relu(`r${index}`), add(`s${index}`));
    edges.push(`${last}>c${index}`, `c${index}>r${index}`, `r${index}>s${index}`, `${last}>s${index}:1`);
    last = `s${index}`;
  }
  const { problems, totals } = analyze(withHead(graph(nodes, edges), last));
  expect(problems).toEqual([]);
  expect(totals).toMatchObject({ depth: 10_001, shortcuts: 10_000 });
});
