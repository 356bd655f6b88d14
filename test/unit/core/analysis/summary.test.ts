/** The summary, as data and as the table that Keras prints. */
import { analyze } from '../../../../core/analysis/analyze';
import { formatSummary, kerasShape, summarize } from '../../../../core/analysis/summary';
import { buildPreset } from '../../../../core/presets';
import { add, conv, graph, input, withHead } from '../support/graphs';

const summaryOf = (document: ReturnType<typeof graph>) => summarize(analyze(document), document.name);

test('text: columns as wide as they must be, totals below', () => {
  const document = withHead(graph([input(), conv('a'), add('s')], ['in>a', 'a>s', 'in>s:1'], 'tiny'), 's');
  expect(formatSummary(summaryOf(document))).toBe(
    [
      'Model: "tiny"',
      '─'.repeat(68),
      'Layer (type)                  Output Shape     Param #  Connected to',
      '═'.repeat(68),
      'in (Input)                    (None, 8, 8, 8)        0  -',
      'a (Conv2D)                    (None, 8, 8, 8)      584  in',
      's (Add)                       (None, 8, 8, 8)        0  a, in',
      'gap (GlobalAveragePooling2D)  (None, 8)              0  s',
      'out (Dense)                   (None, 3)             27  gap',
      '─'.repeat(68),
      'Total params: 611',
      'Trainable params: 611',
      'Non-trainable params: 0',
      'Multiply-adds: 36,888',
      '',
    ].join('\n'),
  );
});

test('data: one row per layer of the network, and the totals', () => {
  const summary = summaryOf(buildPreset('resnet50'));
  expect(summary.name).toBe('ResNet-50');
  expect(summary).toMatchObject({
    totalParams: 23_608_202,
    trainableParams: 23_555_082,
    nonTrainableParams: 53_120,
    macs: 78_712_832,
  });
  expect(summary.layers.reduce((sum, layer) => sum + layer.params, 0)).toBe(summary.totalParams);
  expect(summary.layers.find((layer) => layer.name === 'stage2.block1.add')).toEqual({
    name: 'stage2.block1.add',
    type: 'Add',
    outputShape: [4, 4, 512],
    params: 0,
    connectedTo: ['stage2.block1.bn3', 'stage2.block1.shortcut.bn'],
  });
});

test('a layer without a shape is listed with a question mark', () => {
  const document = graph([input(), ['d', 'Dense']], ['in>d']);
  expect(formatSummary(summaryOf(document))).toContain('d (Dense)     ?');
});

test('shapes as Keras writes them', () => {
  expect([kerasShape([10]), kerasShape([])]).toEqual(['(None, 10)', '?']);
});
