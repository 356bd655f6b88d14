/** Keras scripts and notebooks, run from their text alone on pictures in folders. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { analyze } from '../../../core/analysis/analyze';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT } from '../../support/engine';
import { describeNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';
import { checkedExport, out } from './checked-export';
import { stepCases, stepsOf } from './script-steps';
import { random } from './support';

const graph = documentOf('small', [
  { id: 'images', type: 'Input', params: { shape: [16, 16, 3] } },
  { id: 'conv', type: 'Conv2D', params: { filters: 4, strides: [2, 2], padding: 'same', useBias: false } },
  { id: 'bn', type: 'BatchNormalization' },
  { id: 'relu', type: 'Activation', params: { function: 'relu' } },
  { id: 'conv2', type: 'Conv2D', params: { filters: 4, padding: 'same' } },
  { id: 'add', type: 'Add', from: ['conv2', 'relu'] },
  { id: 'pool', type: 'GlobalAveragePooling2D' },
  { id: 'head', type: 'Dense', params: { units: 2, activation: 'softmax' } },
]);
const data = join(out, 'pictures');

/** Dark and light pictures. */
beforeAll(async () => {
  const next = random(1);
  for (const [split, count] of [
    ['train', 24],
    ['val', 6],
  ] as const) {
    for (const [name, light] of [
      ['dark', 30],
      ['light', 180],
    ] as const) {
      mkdirSync(join(data, split, name), { recursive: true });
      for (let index = 0; index < count; index++) {
        const pixels = Buffer.from(Array.from({ length: 16 * 16 * 3 }, () => light + 60 * next()));
        await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
          .png()
          .toFile(join(data, split, name, `${index}.png`));
      }
    }
  }
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

describeNeeding(kerasPython)('A Keras script', () => {
  const settings = {
    dataset: 'dark-and-light',
    epochs: 6,
    batchSize: 8,
    labelSmoothing: 0.05,
    optimizer: {
      type: 'sgd',
      learningRate: 0.05,
      momentum: 0.9,
      l2: 1e-4,
      weightDecay: 1e-3,
      decaySparesNormsAndBiases: true,
    },
    schedule: { type: 'cosine', warmup: 6, restarts: 1 },
    preciseBatchNorm: { batches: 4 },
    augmentation: {
      ...{ flip: true, padAndCrop: 2, cutout: 4, mixup: 0.2, cutmix: 1 },
      ...{
        colorJitter: { brightness: 0.1, contrast: 0.1, saturation: 0.1 },
        randomResizedCrop: { minScale: 0.5 },
      },
    },
  } as const;

  interface Ran {
    printed: string;
    history: Record<string, number[]>;
    trainable: number;
    moved: string[] | null;
    written: string[];
  }
  const how = { normalization: 'per-channel', training: settings } as const;
  const steps: Awaited<ReturnType<typeof stepsOf>>[] = [];
  let script: string;
  let checked: Awaited<ReturnType<typeof checkedExport>>;
  let ran: Ran[];

  beforeAll(async () => {
    for (const one of stepCases) {
      steps.push(await stepsOf(one, out, { script: 'keras-script', weights: 'keras' }));
    }
    checked = await checkedExport('keras-script', graph, how);
    script = readFileSync(checked.path, 'utf8');
    const notebook = await checkedExport('notebook', graph, how);
    const asked = [
      ...steps.map((one, index) => ({
        path: one.script,
        folder: join(out, `ran-${index}`),
        env: { WEIGHTS: one.weights },
      })),
      ...[checked, notebook].map(({ path }, index) => ({
        path,
        folder: join(out, `trained-${index}`),
        env: { DATA: data },
      })),
    ];
    const file = join(out, 'cases.json');
    writeFileSync(file, JSON.stringify(asked));
    ran = runPython(join(__dirname, 'run_scripts.py'), [file]);
  }, ENGINE_TIMEOUT);

  test.each(stepCases.map((one, index) => [one.name, one, index] as const))(
    'from the same weights has our losses: %s',
    (_, { document, frozen = [], begun }, index) => {
      const { history, printed, trainable, moved } = ran[index] as Ran;
      const { ours } = steps[index] as (typeof steps)[number];
      // Within 5e-6.
      expect([history.cross_entropy, history.val_cross_entropy?.[1]]).toEqual([
        ours.losses.map((loss) => expect.closeTo(loss, 5)),
        expect.closeTo(ours.valLoss, 5),
      ]);
      // The steps change the loss by much more than that.
      expect(Math.abs((ours.losses[0] as number) - (ours.losses[1] as number))).toBeGreaterThan(1e-3);
      const { trainable: expected, params } = analyze(document).totals;
      expect(trainable).toBe(expected);
      expect(printed).toContain(`: ${params.toLocaleString('en')} parameters`);
      expect(printed).toContain(`${begun} layers begin with the weights in `);
      const weighted = document.nodes.filter(({ id }) => /conv|bn|wise|head/.test(id)).map(({ id }) => id);
      expect(moved).toEqual(weighted.filter((id) => !frozen.includes(id)));
    },
  );

  test('trains on pictures in folders, with everything that changes them', () => {
    const { printed, history, written } = ran[stepCases.length] as Ran;
    expect(checked.check).toMatchObject({ result: 'unchecked' });
    expect(script).toContain('- dataset: the pictures must be in a folder for each class');
    expect(printed).toContain(`${analyze(graph).totals.params.toLocaleString('en')} parameters`);
    const losses = history.cross_entropy as number[];
    expect(losses).toHaveLength(6);
    expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] as number));
    expect(printed.match(/^\| \d \| [0-9.]+ \| [0-9.]+ \| [0-9.]+ \| [0-9.]+ \|$/gm)).toHaveLength(6);
    expect(written).toContain('model.keras');
    expect(written.includes('history.png')).toBe(!printed.includes('Without matplotlib'));
  });

  test('is a notebook as well, whose cells run in order', () => {
    const { printed, history } = ran[stepCases.length + 1] as Ran;
    expect(history.val_accuracy).toHaveLength(6);
    expect(printed).toContain('| 6 | ');
    const unlike = (line: string) => !script.includes(line);
    const { cells } = JSON.parse(readFileSync(join(out, 'small.ipynb'), 'utf8')) as {
      cells: { cell_type: string; source: string }[];
    };
    const code = cells
      .filter(({ cell_type }) => cell_type === 'code')
      .flatMap(({ source }) => source.split('\n'));
    expect(code.filter(unlike)).toEqual([]);
  });
});
