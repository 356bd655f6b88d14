/** The code view: what it says of a graph, and its colors. Python runs it in integration/exporting/python.test.ts. */
import { buildPreset } from '../../../core/presets';
import { networkCode } from '../../../main/exporting/code';
import { colored } from '../../../renderer/build/code/highlight';
import { documentOf } from '../../support/documents';
import { everyOperator } from '../../support/every-operator';

test('colors leave the text as it is', () => {
  const text = networkCode(everyOperator(), 'pytorch');
  const parts = colored(text);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(colored('def f(x):  # "1"\n    return x1 + 2.5e-3 + "a\\"b"')).toEqual([
    { kind: 'keyword', text: 'def' },
    { kind: 'text', text: ' ' },
    { kind: 'name', text: 'f' },
    { kind: 'text', text: '(x):  ' },
    { kind: 'comment', text: '# "1"' },
    { kind: 'text', text: '\n    ' },
    { kind: 'keyword', text: 'return' },
    { kind: 'text', text: ' x1 + ' },
    { kind: 'number', text: '2.5e-3' },
    { kind: 'text', text: ' + ' },
    { kind: 'string', text: '"a\\"b"' },
  ]);
});

test('in Keras, blocks that differ in numbers are a function, and equal blocks behind each other a loop', () => {
  const code = networkCode(buildPreset('resnet50'), 'keras');
  expect(code.match(/^def .*/gm)).toEqual([
    'def projected_bottleneck(inputs, filters, strides, name):',
    'def bottleneck(inputs, filters, name):',
    'def build():',
  ]);
  expect(code).toContain('layers.Conv2D(4 * filters, 1, padding="same", name=f"{name}.conv3")(x)');
  expect(code).toContain(
    [
      '    x = projected_bottleneck(x, 256, strides=2, name="stage3.block1")',
      '    for number in range(2, 7):',
      '        x = bottleneck(x, 256, name=f"stage3.block{number}")',
    ].join('\n'),
  );
});

test('names of layers hide neither the arguments of a function nor the function', () => {
  const [first, second] = ['block1', 'block2'].map((id) => ({ id, kind: 'block' as const }));
  const chain = (block: string, filters: number, from: string) => [
    { id: `${block}.filters`, type: 'Conv2D', params: { filters, padding: 'same' }, from: [from] },
    { id: `${block}.conv`, type: 'Conv2D', params: { filters, padding: 'same' } },
    { id: `${block}.add`, type: 'Add', from: [`${block}.conv`, `${block}.filters`] },
  ];
  const drawn = documentOf('two', [
    { id: 'image', type: 'Input', params: { shape: [8, 8, 3] } },
    ...chain('block1', 4, 'image'),
    ...chain('block2', 6, 'block1.add'),
    { id: 'pool', type: 'GlobalAveragePooling2D' },
  ]);
  const code = networkCode(
    {
      ...drawn,
      groups: [first, second] as never,
      nodes: drawn.nodes.map((node) =>
        node.id.startsWith('block') ? { ...node, group: node.id.slice(0, 6) } : node,
      ),
    },
    'keras',
  );
  expect(code).toContain('(inputs, filters, name):');
  expect(code).toContain(
    'filters_1 = layers.Conv2D(filters, 3, padding="same", name=f"{name}.filters")(inputs)',
  );
  expect(code).toContain('layers.Add(name=f"{name}.add")([x, filters_1])');
});
