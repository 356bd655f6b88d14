/** Edit operations give new documents that can be saved and read again, and leave the old one alone. */
import { analyze } from '../../../../core/analysis/analyze';
import {
  addBlock,
  addNode,
  addStem,
  connect,
  connectionProblem,
  disconnect,
  duplicateNodes,
  extractFragment,
  groupEntries,
  groupNodes,
  insertFragment,
  insertOnEdge,
  membersOf,
  moveNodes,
  rebuildBlock,
  removeNodes,
  renameDocument,
  renameNode,
  setGroupCollapsed,
  setGroupLabel,
  setMuted,
  setParams,
  ungroup,
  uniqueId,
} from '../../../../core/edit';
import { emptyDocument, type GraphDocument } from '../../../../core/graph/document';
import { GraphError } from '../../../../core/graph/problem';
import { parseDocument } from '../../../../core/network/parse';
import { removeShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset } from '../../../../core/presets';
import { add, bn, conv, graph, input, relu, withHead } from '../support/graphs';

/** Every result must be readable again. */
function sound(document: GraphDocument): GraphDocument {
  expect(parseDocument(JSON.parse(JSON.stringify(document)))).toEqual(document);
  return document;
}

function refusal(action: () => unknown): GraphError {
  try {
    action();
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

const wires = (document: GraphDocument) =>
  document.edges
    .map(({ source, target, port, muted }) => `${source}>${target}:${port}${muted ? '!' : ''}`)
    .sort();

/** in > a > b > c */
const chain = () => graph([input(), conv('a'), bn('b'), relu('c')], ['in>a', 'a>b', 'b>c']);

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}

describe('nodes and edges', () => {
  test('addNode names as Keras does and starts with all parameters', () => {
    const one = addNode(emptyDocument('x'), { type: 'BatchNormalization' });
    const two = addNode(one.document, {
      type: 'BatchNormalization',
      params: { momentum: 0.9 },
      position: { x: 1, y: 2 },
    });
    const three = addNode(two.document, { type: 'BatchNormalization' });
    expect([one.id, two.id, three.id]).toEqual([
      'batch_normalization',
      'batch_normalization_1',
      'batch_normalization_2',
    ]);
    expect(sound(three.document).nodes[1]).toEqual({
      id: 'batch_normalization_1',
      type: 'BatchNormalization',
      params: { momentum: 0.9, epsilon: 0.001, gammaInitializer: 'ones' },
      position: { x: 1, y: 2 },
    });
    expect(addNode(chain(), { type: 'Conv2D' }).id).toBe('conv2d');
    expect(addNode(chain(), { type: 'Conv2D', id: 'a' }).id).toBe('a_1');
  });

  test('addNode refuses an unknown operator, group and name', () => {
    expect(refusal(() => addNode(chain(), { type: 'LSTM' })).message).toContain('Received: "LSTM".');
    expect(refusal(() => addNode(chain(), { type: 'Add', group: 'g' })).message).toContain(
      '"g", which does not exist',
    );
    expect(refusal(() => addNode(chain(), { type: 'Add', id: 'a/b' })).message).toContain('Received: "a/b".');
  });

  test('connect takes the first free input of an Add and takes over the only input of others', () => {
    const document = graph([input(), conv('a'), conv('b'), add('s')], ['in>a', 'a>s:1']);
    const first = connect(document, { source: 'in', target: 's' });
    expect(first.id).toBe('in--s');
    const second = connect(first.document, { source: 'b', target: 's' });
    expect(second.id).toBe('b--s.2');
    const replaced = connect(second.document, { source: 'b', target: 'a' });
    expect(wires(sound(replaced.document))).toEqual(['a>s:1', 'b>a:0', 'b>s:2', 'in>s:0']);
  });

  test.each([
    [
      'c',
      'a',
      'a: A layer must not feed itself, directly or through others. Received: an edge from c, which it feeds.',
    ],
    ['a', 'a', 'a: A layer must not feed itself, directly or through others. Received: an edge to itself.'],
    ['a', 'in', 'in: Input takes no input. Received: an edge from a.'],
    ['a', 'zz', 'zz: Only a node of the graph can be edited. Received: "zz", which does not exist.'],
    ['zz', 'a', 'zz: Only a node of the graph can be edited.'],
  ])('connect refuses %s to %s', (source, target, message) => {
    expect(refusal(() => connect(chain(), { source, target })).message).toContain(message);
    expect(connectionProblem(chain(), { source, target })?.message).toContain(message);
  });

  test('connect refuses an input that is not there', () => {
    expect(refusal(() => connect(chain(), { source: 'in', target: 'c', port: 1 })).message).toBe(
      'c: The inputs of Activation are numbered from 0 to 0. Received: input 1.',
    );
  });

  test('disconnect, setMuted: and nothing new where nothing changes', () => {
    const document = chain();
    expect(wires(disconnect(document, ['a--b']))).toEqual(['b>c:0', 'in>a:0']);
    expect(disconnect(document, ['nope'])).toBe(document);
    const muted = setMuted(document, ['a--b'], true);
    expect(wires(muted)).toContain('a>b:0!');
    expect(setMuted(muted, ['a--b'], true)).toBe(muted);
    expect(setMuted(muted, ['a--b'], false)).toEqual(document);
  });

  test('setParams changes some, and undefined goes back to the default', () => {
    const document = setParams(chain(), 'a', { filters: 5, padding: undefined });
    expect(document.nodes[1]?.params).toEqual({ filters: 5 });
    expect(refusal(() => setParams(chain(), 'q', {})).problems[0]?.code).toBe('edit.unknown-node');
  });

  test('renameNode takes the edges along', () => {
    expect(wires(sound(renameNode(chain(), 'b', 'norm')))).toEqual(['a>norm:0', 'in>a:0', 'norm>c:0']);
    expect(refusal(() => renameNode(chain(), 'b', 'a')).message).toBe(
      'b: Nodes and groups must have unique IDs. Received: "a", which is already used.',
    );
    expect(refusal(() => renameNode(chain(), 'b', '')).message).toContain('Received: "".');
    const document = chain();
    expect(renameNode(document, 'b', 'b')).toBe(document);
  });

  test('moveNodes places nodes and groups', () => {
    const document = buildPreset('resnet20');
    const moved = moveNodes(document, { input: { x: 1, y: 2 }, stage1: { x: 3, y: 4 } });
    expect(moved.nodes[0]?.position).toEqual({ x: 1, y: 2 });
    expect(moved.groups.find((group) => group.id === 'stage1')?.position).toEqual({ x: 3, y: 4 });
    expect(() => moveNodes(document, { nope: { x: 0, y: 0 } })).toThrow('"nope"');
  });

  test('renameDocument keeps the old name when the new one is empty', () => {
    expect(renameDocument(chain(), ' net ').name).toBe('net');
    expect(renameDocument(chain(), '  ').name).toBe('test');
  });

  test('uniqueId counts on', () => {
    const document = graph([relu('x'), relu('x_1'), relu('y_7')], []);
    expect(uniqueId(document, 'x')).toBe('x_2');
    expect(uniqueId(document, 'y_7')).toBe('y_1');
    expect(uniqueId(document, 'z')).toBe('z');
  });
});

describe('splicing', () => {
  test('removing from a chain joins its ends', () => {
    expect(wires(sound(removeNodes(chain(), ['b'])))).toEqual(['a>c:0', 'in>a:0']);
    expect(wires(removeNodes(chain(), ['a', 'b']))).toEqual(['in>c:0']);
    expect(wires(removeNodes(chain(), ['b'], { reconnect: false }))).toEqual(['in>a:0']);
    expect(wires(removeNodes(chain(), ['in']))).toEqual(['a>b:0', 'b>c:0']);
    expect(removeNodes(chain(), ['nope'])).toEqual(chain());
  });

  test('ends are not joined where the shapes do not fit', () => {
    const document = graph(
      [input(), conv('a', { filters: 16 }), relu('r'), conv('p', { filters: 16 }), add('s')],
      ['in>a', 'a>r', 'r>s', 'in>p', 'p>s:1'],
    );
    expect(wires(removeNodes(document, ['p']))).toEqual(['a>r:0', 'in>a:0', 'r>s:0']);
    // If two nodes are removed, the one that fits is still bridged.
    expect(wires(removeNodes(document, ['p', 'r']))).toEqual(['a>s:0', 'in>a:0']);
  });

  test('one source does not come to feed an Add twice', () => {
    const document = graph([input(), conv('a'), add('s'), relu('r')], ['in>a', 'a>s', 'in>s:1', 's>r']);
    expect(wires(removeNodes(document, ['a']))).toEqual(['in>s:1', 's>r:0']);
  });

  test('groups that are emptied go, too', () => {
    const document = buildPreset('resnet20');
    const members = membersOf(document, 'stage1.block1');
    const result = sound(removeNodes(document, members));
    expect(result.groups.map((group) => group.id)).not.toContain('stage1.block1');
    expect(analyze(result).problems).toEqual([]);
    expect(analyze(result).totals.depth).toBe(18);
  });

  test('insertOnEdge puts a node between, and a muted edge stays muted behind it', () => {
    const document = graph([input(), conv('a'), bn('b'), relu('c'), relu('new')], ['in>a', 'a>b!', 'b>c']);
    expect(wires(sound(insertOnEdge(document, 'in--a', 'new')))).toEqual([
      'a>b:0!',
      'b>c:0',
      'in>new:0',
      'new>a:0',
    ]);
    expect(wires(insertOnEdge(document, 'a--b', 'new'))).toEqual(['a>new:0', 'b>c:0', 'in>a:0', 'new>b:0!']);
    expect(refusal(() => insertOnEdge(document, 'a--b', 'a')).message).toContain(
      'Received: Conv2D on the edge from a to b.',
    );
    expect(refusal(() => insertOnEdge(document, 'x', 'new')).problems[0]?.code).toBe('edit.unknown-edge');
    const withInput = addNode(document, { type: 'Input', id: 'in2' }).document;
    expect(refusal(() => insertOnEdge(withInput, 'a--b', 'in2')).problems[0]?.code).toBe(
      'edit.cannot-insert',
    );
  });
});

describe('blocks and groups', () => {
  test('a network is put together from a stem and blocks', () => {
    const start = graph([input('in', [32, 32, 3])], []);
    const stem = addStem(start, { kind: '3x3', filters: 8, style: 'study' }, { source: 'in' });
    const first = addBlock(
      stem.document,
      { kind: 'basic', filters: 8, strides: 1, shortcut: 'identity', style: 'study' },
      { source: stem.outputId, position: { x: 5, y: 6 } },
    );
    const second = addBlock(
      first.document,
      { kind: 'bottleneck', filters: 8, strides: 2, shortcut: 'projection', style: 'torchvision' },
      { source: first.outputId },
    );
    expect([stem.groupId, first.groupId, second.groupId]).toEqual(['stem', 'block1', 'block2']);
    expect(first.document.groups[1]).toMatchObject({
      position: { x: 5, y: 6 },
      collapsed: true,
    });
    const document = sound(withHead(second.document, second.outputId));
    const { problems, totals, nodes } = analyze(document);
    expect(problems).toEqual([]);
    expect(totals).toMatchObject({ depth: 1 + 2 + 3 + 1, shortcuts: 2 });
    expect(nodes[second.outputId]?.outputShape).toEqual([16, 16, 32]);
  });

  test('an unconnected block tells its open inputs, which one edge each then feeds', () => {
    const block = { kind: 'basic', filters: 8, strides: 1, shortcut: 'identity', style: 'study' } as const;
    const added = addBlock(graph([input()], []), block);
    expect(added.entries).toEqual([
      { nodeId: 'block1.conv1', port: 0 },
      { nodeId: 'block1.add', port: 1 },
    ]);
    expect(groupEntries(added.document, 'block1')).toEqual(added.entries);
    const fed = added.entries.reduce(
      (before, { nodeId, port }) => connect(before, { source: 'in', target: nodeId, port }).document,
      added.document,
    );
    expect(groupEntries(fed, 'block1').map((entry) => entry.source)).toEqual(['in', 'in']);
    expect(addBlock(fed, { ...block, shortcut: 'none' }).entries).toEqual([
      { nodeId: 'block2.conv1', port: 0 },
    ]);
    expect(addBlock(fed, { ...block, shortcut: 'padded' }).entries).toEqual([
      { nodeId: 'block2.conv1', port: 0 },
      { nodeId: 'block2.shortcut.zeropad', port: 0 },
    ]);
  });

  test('a block never takes names that are in use', () => {
    const block = { kind: 'basic', filters: 8, strides: 1, shortcut: 'identity', style: 'study' } as const;
    const document = graph([relu('block1.conv1'), relu('block2')], []);
    expect(addBlock(document, block, { id: 'block1' }).groupId).toBe('block1_1');
    expect(sound(addBlock(document, block, { id: 'block2' }).document).nodes).toHaveLength(2 + 7);
  });

  test('rebuildBlock makes a block again between the same neighbors', () => {
    const document = buildPreset('resnet20', { style: 'study' });
    const wide = sound(rebuildBlock(document, 'stage1.block2', { kind: 'bottleneck', filters: 4 }));
    expect(analyze(wide).problems).toEqual([]);
    expect(analyze(wide).totals.depth).toBe(21);
    expect(wide.groups.find((group) => group.id === 'stage1.block2')).toMatchObject({
      parent: 'stage1',
      block: { kind: 'bottleneck', filters: 4, shortcut: 'identity' },
    });
    const back = rebuildBlock(wide, 'stage1.block2', { kind: 'basic', filters: 16 });
    expect(back.nodes).toEqual(document.nodes);
    expect(new Set(back.edges)).toEqual(new Set(document.edges));
    const none = rebuildBlock(document, 'stage1.block2', { shortcut: 'none' });
    expect(analyze(none).totals.shortcuts).toBe(8);
    expect(refusal(() => rebuildBlock(document, 'stage1', {})).problems[0]?.code).toBe('edit.unknown-group');
  });

  test('groupNodes and ungroup', () => {
    const { document, id } = groupNodes(chain(), ['a', 'b'], 'Twins');
    expect(sound(document).groups).toEqual([{ id, kind: 'group', label: 'Twins' }]);
    expect([...membersOf(document, id)]).toEqual(['a', 'b']);
    expect(ungroup(document, id)).toEqual(chain());
    const nested = groupNodes(buildPreset('resnet20'), ['stage1.block1', 'stage1.block2']);
    const outer = nested.document.groups.find((group) => group.id === nested.id);
    expect(outer).toEqual({ id: nested.id, kind: 'group', parent: 'stage1' });
    expect(membersOf(nested.document, nested.id).size).toBe(14);
    expect(ungroup(sound(nested.document), nested.id)).toEqual(buildPreset('resnet20'));
  });

  test('folding and labels', () => {
    const document = buildPreset('resnet20');
    const open = setGroupCollapsed(document, ['stem', 'stage1'], false);
    expect(open.groups.filter((group) => !group.collapsed).map((group) => group.id)).toEqual([
      'stem',
      'stage1',
    ]);
    expect(setGroupLabel(document, 'stem', ' Beginning ').groups[0]?.label).toBe('Beginning');
    expect(setGroupLabel(document, 'stem', '').groups[0]).not.toHaveProperty('label');
    expect(() => setGroupCollapsed(document, ['nope'], true)).toThrow('"nope"');
  });
});

describe('copying', () => {
  test('duplicates keep inner edges, muting and groups, under free names', () => {
    const document = removeShortcuts(buildPreset('resnet20'));
    const members = membersOf(document, 'stage1.block2');
    const { document: copied, names } = duplicateNodes(document, members);
    expect(sound(copied).nodes).toHaveLength(document.nodes.length + 7);
    expect(names.get('stage1.block2')).toBe('stage1.block2_1');
    expect(names.get('stage1.block2.conv1')).toBe('stage1.block2_1.conv1');
    const copy = copied.groups.find((group) => group.id === 'stage1.block2_1');
    expect(copy).toMatchObject({ parent: 'stage1', block: { kind: 'basic', filters: 16 } });
    const made = new Set([...members].map((id) => names.get(id) ?? ''));
    expect(copied.edges.filter((edge) => made.has(edge.target) || made.has(edge.source))).toHaveLength(6);
  });

  test('with links the copy is fed by the same nodes', () => {
    const { document } = duplicateNodes(chain(), ['b', 'c'], { withLinks: true });
    expect(wires(sound(document))).toEqual(['a>b:0', 'a>b_1:0', 'b>c:0', 'b_1>c_1:0', 'in>a:0']);
  });

  test('a fragment goes into another document as plain JSON, moved aside', () => {
    const source = moveNodes(chain(), { a: { x: 10, y: 20 } });
    const fragment = JSON.parse(JSON.stringify(extractFragment(source, ['a', 'b'])));
    const { document } = insertFragment(graph([relu('a')], []), fragment, {
      offset: { x: 1, y: 2 },
      withLinks: true,
    });
    expect(sound(document).nodes.map((node) => [node.id, node.position])).toEqual([
      ['a', undefined],
      ['a_1', { x: 11, y: 22 }],
      ['b', undefined],
    ]);
    expect(wires(document)).toEqual(['a_1>b:0']);
  });

  test('a part of a group is pasted into the same group', () => {
    const document = buildPreset('resnet20');
    const { document: copied, names } = duplicateNodes(document, ['stage1.block1.conv1']);
    const copy = copied.nodes.find((node) => node.id === names.get('stage1.block1.conv1'));
    expect(copy?.group).toBe('stage1.block1');
    expect(copied.groups).toEqual(document.groups);
  });
});

test('no operation changes the document that it is given', () => {
  const document = frozen(buildPreset('resnet20'));
  const block = { kind: 'basic', filters: 16, strides: 1, shortcut: 'identity', style: 'study' } as const;
  const results = [
    addNode(document, { type: 'Add' }).document,
    addBlock(document, block, { source: 'stem.relu' }).document,
    connect(document, { source: 'input', target: 'stage3.block3.add' }).document,
    disconnect(document, ['input--stem.conv']),
    duplicateNodes(document, ['stem.conv', 'stem.bn']).document,
    groupNodes(document, ['input']).document,
    moveNodes(document, { input: { x: 0, y: 0 } }),
    rebuildBlock(document, 'stage1.block1', { filters: 3 }),
    removeNodes(document, ['stem.bn', 'stage1.block1.add']),
    removeShortcuts(document),
    renameNode(document, 'input', 'images'),
    setGroupCollapsed(document, ['stem'], false),
    setParams(document, 'stem.conv', { filters: 4 }),
    ungroup(document, 'stem'),
  ];
  for (const result of results) expect(result).not.toEqual(document);
  expect(document).toEqual(buildPreset('resnet20'));
});
