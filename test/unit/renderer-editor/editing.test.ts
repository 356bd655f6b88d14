import { analyze } from '../../../core/analysis/analyze';
import { addNode, connect, moveNodes, setBypassed, setParams } from '../../../core/edit';
import { changesNetwork } from '../../../core/edit/describe-change';
import { emptyDocument, type GraphDocument } from '../../../core/graph/document';
import { textOf } from '../../../core/messages';
import { plainName, removeShortcuts } from '../../../core/network/shortcuts';
import { type PaletteItem, palette } from '../../../core/ops/palette';
import { buildPreset } from '../../../core/presets';
import { removeBatchNorm, swapActivations } from '../../../renderer/build/editor/ablations';
import {
  changeParams,
  copySelection,
  deleteSelection,
  duplicateSelection,
  paste,
} from '../../../renderer/build/editor/actions';
import {
  addAfter,
  addConnected,
  addFree,
  addOnEdge,
  connectItems,
  putOnEdge,
  refusal,
  takes,
} from '../../../renderer/build/editor/adding';
import { findNodes, targetsOf } from '../../../renderer/build/editor/FindNode';
import { absoluteBox, groupInPlace, ungroupInPlace } from '../../../renderer/build/editor/keepPlaces';
import { roomBelow } from '../../../renderer/build/editor/place';
import { brokenByLastEdit } from '../../../renderer/build/inspector/BrokenBy';
import { sharedParams } from '../../../renderer/build/inspector/SharedParams';
import { activeDocument, useDocuments } from '../../../renderer/state/documents';
import { useSelection } from '../../../renderer/state/selection';

const item = (id: string): PaletteItem =>
  palette.flatMap((section) => section.items).find((each) => each.id === id)!;

function chain(...types: string[]): GraphDocument {
  let document = emptyDocument('chain');
  let last: string | undefined;
  for (const type of types) {
    const added = addNode(document, { type });
    document =
      last === undefined
        ? added.document
        : connect(added.document, { source: last, target: added.id }).document;
    last = added.id;
  }
  return document;
}

const wires = (document: GraphDocument) =>
  document.edges.map((edge) => `${edge.source}>${edge.target}`).sort();
const follow = (document: GraphDocument, id: string, key: string) =>
  addAfter(document, analyze(document), item(id), key);

describe('adding after an item', () => {
  test('at the end of a chain it is fed by it', () => {
    const { document, key } = follow(chain('Input', 'Conv2D'), 'layer.Flatten', 'conv2d');
    expect(key).toBe('flatten');
    expect(wires(document)).toEqual(['conv2d>flatten', 'input>conv2d']);
  });

  test('in the middle it goes into the wire', () => {
    const { document } = follow(chain('Input', 'Conv2D', 'Flatten'), 'layer.BatchNormalization', 'conv2d');
    expect(wires(document)).toEqual([
      'batch_normalization>flatten',
      'conv2d>batch_normalization',
      'input>conv2d',
    ]);
  });

  test('an Input is never fed', () => {
    const { document } = follow(chain('Input', 'Conv2D'), 'layer.Input', 'conv2d');
    expect(wires(document)).toEqual(['input>conv2d']);
  });

  test('a block gets the shortcut that its input calls for, folded, and may be followed', () => {
    const start = chain('Input', 'Conv2D');
    const same = follow(start, 'block.basic', 'conv2d');
    expect(same.document.groups[0]).toMatchObject({ collapsed: true, block: { shortcut: 'identity' } });
    const other = follow(chain('Input'), 'block.basic', 'input');
    expect(other.document.groups[0]!.block!.shortcut).toBe('projection');
    expect(analyze(other.document).problems.filter((problem) => problem.code.startsWith('shape.'))).toEqual(
      [],
    );
    const next = follow(same.document, 'layer.GlobalAveragePooling2D', same.key);
    expect(analyze(next.document).nodes.global_average_pooling2d!.outputShape).toEqual([64]);
  });

  test('a block on a wire joins both ends', () => {
    const start = chain('Input', 'Conv2D', 'GlobalAveragePooling2D');
    const edge = start.edges.find((each) => each.source === 'conv2d')!;
    const { document } = addOnEdge(start, analyze(start), item('block.basic'), edge.id);
    expect(analyze(document).nodes.global_average_pooling2d!.outputShape).toEqual([64]);
    expect(analyze(document).totals.shortcuts).toBe(1);
  });

  test('a new block has the style of those in the graph', () => {
    const document = buildPreset('resnet18', { style: 'cifar' });
    const added = follow(document, 'block.basic', 'stage1.block1.relu1');
    const block = added.document.groups.find(
      ({ id }) => !document.groups.some((old) => old.id === id),
    )?.block;
    expect(block?.style).toMatchObject({ name: 'cifar', bottleneckStride: 'middle', stem: '3x3' });
  });

  test('inside an unfolded block the new layer belongs to the block', () => {
    const document = buildPreset('resnet18');
    const added = follow(document, 'layer.Dropout', 'stage1.block1.conv1');
    expect(added.document.nodes.find((node) => node.id === added.key)!.group).toBe('stage1.block1');
  });
});

test('below something that was placed by hand room is made; where the layout places, none is needed', () => {
  const document = moveNodes(chain('Input', 'Conv2D', 'Flatten'), {
    input: { x: 0, y: 0 },
    conv2d: { x: 0, y: 60 },
    flatten: { x: 400, y: 60 },
  });
  const room = roomBelow(document, 'input');
  const y = (id: string) => room.document.nodes.find((node) => node.id === id)!.position!.y;
  expect(room.position!.x).toBe(0);
  expect(y('conv2d')).toBeGreaterThan(room.position!.y);
  expect(y('flatten') - y('conv2d')).toBe(0);
  expect(roomBelow(chain('Input'), 'input')).toEqual({ document: chain('Input') });
});

test('a loose layer goes into the wire that it is dropped on', () => {
  const loose = addNode(chain('Input', 'Conv2D', 'Flatten'), { type: 'Activation' });
  const edge = loose.document.edges.find((each) => each.target === 'flatten')!;
  expect(wires(putOnEdge(loose.document, loose.id, edge.id))).toEqual([
    'activation>flatten',
    'conv2d>activation',
    'input>conv2d',
  ]);
});

describe('wires by hand', () => {
  const document = chain('Input', 'Conv2D', 'Flatten', 'Dense');

  test.each([
    ['a loop', 'dense', 'conv2d', /A layer must not feed itself/],
    ['into an Input', 'dense', 'input', /Input takes no input/],
    ['itself', 'conv2d', 'conv2d', /A layer must not feed itself/],
    ['twice', 'conv2d', 'flatten', /already feeds/],
  ])('%s is refused with the reason', (_, from, to, reason) => {
    expect(textOf(refusal(document, from, to)!)).toMatch(reason);
  });

  test('a new wire into a single input takes the place of the old one', () => {
    expect(refusal(document, 'input', 'flatten')).toBeUndefined();
    expect(wires(connectItems(document, 'input', 'flatten'))).toContain('input>flatten');
    expect(wires(connectItems(document, 'input', 'flatten'))).not.toContain('conv2d>flatten');
  });

  test('into a folded block it feeds the main path and the shortcut', () => {
    const block = addFree(chain('Input', 'Conv2D'), item('block.basic'));
    const fed = connectItems(block.document, 'conv2d', block.key);
    expect(fed.edges.filter((edge) => edge.source === 'conv2d')).toHaveLength(2);
    expect(analyze(fed).totals.shortcuts).toBe(1);
  });

  test('a wire dropped on empty canvas connects the new layer on the right side', () => {
    const start = chain('Input');
    const forward = addConnected(start, analyze(start), item('layer.Conv2D'), {
      key: 'input',
      side: 'output',
    });
    expect(wires(forward.document)).toEqual(['input>conv2d']);
    const loose = chain('Flatten');
    const backward = addConnected(loose, analyze(loose), item('layer.Conv2D'), {
      key: 'flatten',
      side: 'input',
    });
    expect(wires(backward.document)).toEqual(['conv2d>flatten']);
  });
});

test('the search offers what takes the shape', () => {
  expect(takes(item('layer.Conv2D'), [32, 32, 3])).toBe(true);
  expect(takes(item('layer.Conv2D'), [64])).toBe(false);
  expect(takes(item('layer.Add'), [64])).toBe(true);
  expect(takes(item('layer.Input'), [64])).toBe(false);
  expect(takes(item('block.basic'), [64])).toBe(false);
});

describe('ablations', () => {
  const document = buildPreset('resnet18', { width: 0.25 });
  const sound = (next: GraphDocument) =>
    analyze(next).problems.filter((problem) => problem.severity === 'error');

  test('without BatchNorm the network is sound and as deep', () => {
    const next = removeBatchNorm(document);
    expect(next.nodes.some((node) => node.type === 'BatchNormalization')).toBe(false);
    expect(sound(next)).toEqual([]);
    expect(analyze(next).totals).toMatchObject({ depth: 18, shortcuts: 8, nonTrainable: 0 });
    expect(removeBatchNorm(next)).toBe(next);
  });

  test('hidden activations are swapped, the softmax stays', () => {
    const next = swapActivations(document, 'tanh');
    const functions = new Set(
      next.nodes.filter((node) => node.type === 'Activation').map((node) => node.params.function),
    );
    expect(functions).toEqual(new Set(['tanh']));
    expect(next.nodes.find((node) => node.id === 'head.dense')!.params.activation).toBe('softmax');
    expect(swapActivations(next, 'tanh')).toBe(next);
  });
});

test.each([
  ['ResNet-50', 'Plain-50'],
  ['my resnet 2', 'my plain 2'],
  ['net', 'net plain'],
])('the twin of %s is called %s', (name, twin) => expect(plainName(name)).toBe(twin));

describe('places', () => {
  const names = ['a', 'b', 'c', 'd', 'beside'];
  const positions = { a: [0, 0], b: [30, 200], c: [10, 300], d: [0, 500], beside: [500, 210] } as const;
  const placed = names.reduce((document, id) => {
    const [x, y] = positions[id as keyof typeof positions];
    return addNode(document, { type: 'Conv2D', id, position: { x, y } }).document;
  }, emptyDocument('placed'));
  const cornersOf = (document: GraphDocument, ids = names) =>
    ids.map((id) => {
      const { x, y } = absoluteBox(document, id)!;
      return [id, x, y];
    });

  test('a group moves nothing where there is room for its frame, and nor does ungrouping', () => {
    const { document, id } = groupInPlace(placed, ['b', 'c'], 'Group');
    expect(cornersOf(document)).toEqual(cornersOf(placed));
    expect(document.nodes.filter(({ group }) => group === id).map((node) => node.id)).toEqual(['b', 'c']);
    const loose = ungroupInPlace(document, id);
    expect(cornersOf(loose)).toEqual(cornersOf(placed));
    expect(loose.groups).toEqual([]);
  });

  test('a frame between close nodes moves what is in it and below it down, as little as it needs', () => {
    const tight = moveNodes(placed, { b: { x: 0, y: 70 }, c: { x: 0, y: 140 }, d: { x: 0, y: 210 } });
    const { document, id } = groupInPlace(tight, ['b', 'c'], 'Group');
    const box = (key: string) => absoluteBox(document, key)!;
    expect(cornersOf(document, ['a', 'beside'])).toEqual(cornersOf(tight, ['a', 'beside']));
    expect(['b', 'c', 'd'].map((key) => box(key).x)).toEqual([0, 0, 0]);
    expect(box('c').y - box('b').y).toBe(70);
    const frame = box(`group:${id}`);
    expect(frame.y).toBe(box('a').y + box('a').height + 23);
    expect(box('d').y).toBe(frame.y + frame.height + 23);
  });

  test('what the layout placed is left to the layout', () => {
    const document = groupInPlace(chain('Input', 'Conv2D', 'Flatten'), ['conv2d'], 'Group').document;
    expect([...document.nodes, ...document.groups].filter((item) => item.position)).toEqual([]);
  });

  const shown = () => activeDocument()!.document;
  const { select } = useSelection.getState();
  const overlaps = (document: GraphDocument) => {
    const boxes = document.nodes.map(({ id }) => absoluteBox(document, id)!);
    return boxes.some((a, index) =>
      boxes
        .slice(index + 1)
        .some(
          (b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
        ),
    );
  };

  test.each([
    ['placed by hand', placed, ['b', 'c']],
    ['placed by the layout', chain('Input', 'Conv2D', 'Flatten'), ['input', 'conv2d']],
  ])('what is pasted lies beside what is there, %s', (_, document, items) => {
    useDocuments.getState().open(document);
    const before = cornersOf(document, items);
    select({ items });
    expect(copySelection()).toBe(true);
    paste(false);
    paste(false);
    duplicateSelection();
    expect(shown().nodes).toHaveLength(document.nodes.length + 6);
    expect(overlaps(shown())).toBe(false);
    expect(cornersOf(shown(), items)).toEqual(before);
    const [first, second] = useSelection.getState().items.map((key) => absoluteBox(shown(), key)!);
    expect([first!.y, second!.y]).toEqual(before.map(([, , y]) => y));
  });

  test('what was cut is pasted where it was', () => {
    useDocuments.getState().open(placed);
    select({ items: ['b'] });
    copySelection();
    deleteSelection();
    paste(false);
    expect(cornersOf(shown())).toEqual(cornersOf(placed));
  });
});

describe('several layers together', () => {
  const layers = (...types: string[]) => chain('Input', ...types).nodes.slice(1);

  test('share the parameters that all of them have, without a value where they differ', () => {
    const [first, second] = layers('Conv2D', 'Conv2D');
    const wider = { ...second!, params: { ...second!.params, filters: 96 } };
    const values = new Map(sharedParams([first!, wider]).map(({ field, value }) => [field.name, value]));
    expect(values.get('kernelSize')).toEqual([3, 3]);
    expect(values.has('filters')).toBe(true);
    expect(values.get('filters')).toBeUndefined();
    const mixed = sharedParams(layers('Conv2D', 'DepthwiseConv2D')).map(({ field }) => field.name);
    expect(mixed).toContain('kernelSize');
    expect(mixed).not.toContain('filters');
    expect(sharedParams(layers('Conv2D', 'Add'))).toEqual([]);
  });

  test('are changed in one step', () => {
    useDocuments.getState().open(chain('Input', 'Conv2D', 'Conv2D'));
    const { id, document } = activeDocument()!;
    changeParams(['conv2d', 'conv2d_1'], { filters: 7 });
    expect(activeDocument()!.document.nodes.map(({ params }) => params.filters)).toEqual([undefined, 7, 7]);
    expect(activeDocument()!.history.past).toHaveLength(1);
    useDocuments.getState().undo(id);
    expect(activeDocument()!.document).toEqual(document);
  });
});

describe('finding a node', () => {
  const document = buildPreset('resnet20');
  const names = (query: string) => findNodes(document, query).map(({ name }) => name);

  test('by its name, groups first, or by what it is', () => {
    expect(names('stage2.block1')[0]).toBe('stage2.block1');
    expect(names('stage2.block1 conv1')[0]).toBe('stage2.block1.conv1');
    expect(names('dense')).toEqual(['head.dense']);
    expect(names('giraffe')).toEqual([]);
  });
});

test('an edge by keyboard leads to what may take the output, and makes no loop', () => {
  const document = buildPreset('resnet20');
  const targets = targetsOf(document, 'stage2.block1.conv1');
  expect(targets.has('stage3.block1.add')).toBe(true);
  for (const id of ['input', 'stem.conv', 'stage2.block1.conv1']) expect(targets.has(id)).toBe(false);
  expect(findNodes(document, 'add', targets).every(({ id }) => targets.has(id))).toBe(true);
});

describe('what an edit broke', () => {
  const edited = (edit: (document: GraphDocument) => GraphDocument) => {
    useDocuments.getState().open(buildPreset('resnet20'));
    const { id } = activeDocument()!;
    useDocuments.getState().apply(id, edit, { label: 'Change filters' });
    return activeDocument()!;
  };

  test('is said with what was edited, and no longer after another edit', () => {
    const open = edited((document) => setParams(document, 'stage1.block1.conv2', { filters: 24 }));
    const broken = brokenByLastEdit(open)!;
    expect([...broken.edited]).toEqual(['stage1.block1.conv2']);
    expect(broken.failing).toEqual(['stage1.block1.add']);
    useDocuments
      .getState()
      .apply(open.id, (document) => setBypassed(document, ['stage2.block1.relu1'], true), {
        label: 'Bypass',
      });
    expect(brokenByLastEdit(activeDocument()!)).toBeUndefined();
  });

  test('is nothing for an edit that breaks nothing, or only what was edited', () => {
    expect(
      brokenByLastEdit(edited((document) => setBypassed(document, ['stage2.block1.relu1'], true))),
    ).toBeUndefined();
    expect(
      brokenByLastEdit(edited((document) => setParams(document, 'head.dense', { units: 0 }))),
    ).toBeUndefined();
  });

  test('an edit of the network is one, and arranging, grouping or removing shortcuts is none', () => {
    const changes = (edit: (document: GraphDocument) => GraphDocument) =>
      changesNetwork(edited(edit).history.past[0]!.forth);
    expect(changes((document) => setParams(document, 'stage1.block1.conv2', { filters: 24 }))).toBe(true);
    expect(changes(removeBatchNorm)).toBe(true);
    expect(changes(removeShortcuts)).toBe(false);
    expect(changes((document) => setBypassed(document, ['stage2.block1.relu1'], true))).toBe(false);
    expect(changes((document) => moveNodes(document, { 'head.dense': { x: 1, y: 2 } }))).toBe(false);
    expect(changes((document) => groupInPlace(document, ['head.dense'], 'Group').document)).toBe(false);
  });
});
