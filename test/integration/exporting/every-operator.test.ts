/**
 * A network with every operator through every format: all hold it but the LayersModel, which names what it refuses. What Keras reads is
 * compared here; onnx.test.ts, tfjs.test.ts, litert.test.ts and pytorch.test.ts compare the others.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { analyze } from '../../../core/analysis/analyze';
import type { ExportEvent } from '../../../core/contract/exporting';
import { inEnglish } from '../../../core/messages';
import { type ExportFormat, exportFormatSchema, exportName } from '../../../core/study/export-format';
import { exportEvents } from '../../../main/exporting';
import { pytorchModel } from '../../../main/exporting/pytorch/model';
import {
  type NetworkChoice,
  readTrainedNetwork,
  type TrainedNetwork,
} from '../../../main/exporting/trained-network';
import { referencePredictions } from '../../differential/reference';
import { imagesOf, trialOf } from '../../differential/trial';
import { everyOperator } from '../../support/every-operator';
import { testNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';
import { bundledWorker } from '../../support/worker';
import { makeRun } from './support';

const out = mkdtempSync(join(tmpdir(), 'skipwire-every-operator-'));
const graph = everyOperator();
const pathOf = (format: ExportFormat) => join(out, exportName({ runId: 'every' }, format));
const events: ExportEvent[] = [];
let network: TrainedNetwork;

beforeAll(async () => {
  // The web page of an export is part of the build.
  bundledWorker();
  const made = await makeRun(graph, { headScale: 1, biases: true });
  network = await readTrainedNetwork(made.store, made.id);
  const read = (_: unknown, choice?: NetworkChoice) => readTrainedNetwork(made.store, made.id, choice);
  const tasks = exportFormatSchema.options.map((format) => ({ format, path: pathOf(format) }));
  for await (const event of exportEvents(read, { runId: made.id }, tasks)) events.push(event);
  rmSync(dirname(made.folder), { recursive: true, force: true });
}, 300_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

test('every format holds it, or names the layers that it refuses and why', () => {
  const refused = events.flatMap((event) =>
    event.type === 'failed' ? [[event.format, inEnglish(event.said)] as const] : [],
  );
  expect(refused.map(([format]) => format)).toEqual(['tfjs-layers']);
  const [[, said]] = refused as [readonly [string, string]];
  for (const reason of ['it ignores the groups of', 'it lacks']) expect(said).toContain(reason);
  const exported = events.flatMap((event) => (event.type === 'exported' ? [event.format] : []));
  expect(exported).toEqual(exportFormatSchema.options.filter((format) => format !== 'tfjs-layers'));
});

test('a Hugging Face folder and the PyTorch script have the network of a PyTorch folder', () => {
  const { text } = pytorchModel(network);
  for (const path of [
    join(pathOf('pytorch'), 'model.py'),
    join(pathOf('huggingface'), 'model.py'),
    pathOf('pytorch-script'),
  ]) {
    expect(readFileSync(path, 'utf8')).toContain(text);
  }
  const [ours, theirs] = (['pytorch', 'huggingface'] as const).map((format) =>
    readFileSync(join(pathOf(format), 'model.safetensors')),
  );
  expect(theirs!.equals(ours!)).toBe(true);
});

testNeeding(kerasPython)(
  'Keras gives the right answers for its file, a SavedModel and the network of a script',
  () => {
    const trial = { ...trialOf(graph, 1), weights: network.weights };
    const images = join(out, 'images.f32');
    writeFileSync(images, imagesOf(trial));
    const { scores, params } = runPython<{ scores: Record<string, number[]>; params: number }>(
      join(__dirname, 'every_operator.py'),
      [...(['keras', 'savedmodel', 'keras-script'] as const).map(pathOf), images],
    );
    const right = Array.from(referencePredictions(trial));
    expect(Object.keys(scores)).toEqual(['keras', 'savedmodel', 'keras-script']);
    for (const found of Object.values(scores)) {
      expect(found).toHaveLength(right.length);
      for (const [index, score] of found.entries())
        expect(Math.abs(score - right[index]!)).toBeLessThan(1e-5);
    }
    expect(params).toBe(analyze(graph).totals.params);
  },
  300_000,
);
