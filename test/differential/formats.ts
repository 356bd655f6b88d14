/** Trials as the programs that open our exports compute them, with BatchNorm as it is and folded. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphError } from '../../core/graph/problem';
import { formatInfo } from '../../core/study/export-format';
import { Refusal } from '../../main/basics/refusal';
import { frozenGraph } from '../../main/compiler';
import { runOnnx } from '../../main/exporting/check/onnx-session';
import { onnxruntimeBinding } from '../../main/exporting/check/onnxruntime';
import { writeLitert } from '../../main/exporting/litert/file';
import { foldingOf } from '../../main/exporting/network-program';
import { onnxInference, writeOnnx } from '../../main/exporting/onnx/file';
import { graphModel } from '../../main/exporting/tfjs/graph';
import { type LayersModel, layersModel } from '../../main/exporting/tfjs-layers/model';
import { readTrainedNetwork, type TrainedNetwork } from '../../main/exporting/trained-network';
import { transposed } from '../../main/exporting/transposed';
import { RunStore } from '../../main/runs/store';
import { runScript } from './run-python';
import { BATCH, imagesOf, type Trial } from './trial';
import { makeTrialRun } from './trial-run';

export const modelFormats = ['onnx', 'tfjs', 'tfjs-layers', 'litert'] as const;
export type ModelFormat = (typeof modelFormats)[number];

/** What a program made of one file: its answers by what computed them, or why there are none. */
export interface FormatOutcome {
  /** `onnx`, `onnx, folded` */
  file: string;
  answers: ReadonlyMap<string, Float32Array>;
  /** The format cannot hold the network. */
  refused?: string;
  failed?: string;
}

type Answers = FormatOutcome['answers'];

/** A trial to be answered. */
interface Asked {
  trial: Trial;
  network: TrainedNetwork;
  /** A folder of its own. */
  folder: string;
}

/** Writes the file. @returns what answers it, once all files are written. */
type Program = (asked: Asked) => Promise<() => Answers | Promise<Answers>>;

const floatsIn = (path: string): Float32Array => {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
};

const programs: Record<ModelFormat, Program> = {
  /** Channels last where it is folded, so that both layouts are tried. */
  onnx: async ({ trial, network: given, folder }) => {
    const layout = given.foldsBatchNorm ? 'nhwc' : 'nchw';
    const network = { ...given, inference: onnxInference(given.inference, { layout }) };
    const [path, images, into] = ['model.onnx', 'images.f32', 'scores.f32'].map((name) => join(folder, name));
    await writeOnnx(network, path!);
    const [height = 0, width = 0, channels = 0] = trial.imageShape;
    const last = [BATCH, height, width, channels];
    const isLast = layout === 'nhwc';
    const fed = isLast ? imagesOf(trial) : transposed(imagesOf(trial), last, [0, 3, 1, 2]);
    writeFileSync(images!, fed);
    return async () => {
      const shape = isLast ? last : [BATCH, channels, height, width];
      const batch = { batch: BATCH, isFixed: false, dtype: 'float32' } as const;
      const binding = await onnxruntimeBinding();
      await runOnnx({ library: 'onnx', binding, path: path!, images: images!, shape, ...batch, into: into! });
      return new Map([['onnxruntime', floatsIn(into!)]]);
    };
  },
  tfjs: async ({ trial, network }) => {
    const { topology, signature, weights, values } = graphModel(
      frozenGraph(network.document, network.weights, { folding: foldingOf(network) }),
    );
    return inTfjs(trial, 'loadGraphModel', { modelTopology: topology, signature, weights, values });
  },
  'tfjs-layers': async ({ trial, network }) => {
    const { topology, weights, values } = layersModel(network);
    return inTfjs(trial, 'loadLayersModel', { modelTopology: topology, weights, values });
  },
  litert: async ({ trial, network, folder }) => {
    await writeLitert(network, join(folder, 'model.tflite'));
    writeFileSync(join(folder, 'images.f32'), imagesOf(trial));
    return () => {
      const { error } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as { error?: string };
      if (error !== undefined) throw new Error(error);
      return new Map([
        ['the default kernels', floatsIn(join(folder, 'scores.default.f32'))],
        ['the plain kernels', floatsIn(join(folder, 'scores.plain.f32'))],
      ]);
    };
  },
};

/** On the backend in plain JavaScript. */
function inTfjs(
  trial: Trial,
  load: 'loadGraphModel' | 'loadLayersModel',
  { weights, values, ...rest }: Pick<LayersModel, 'weights' | 'values'> & Record<string, unknown>,
): () => Promise<Answers> {
  const weightData = new Uint8Array(Buffer.concat(values.map((value) => value()))).buffer;
  return async () => {
    const tf = await import('@tensorflow/tfjs');
    // It shares what it has registered with the TensorFlow that our own compiled graphs run in.
    const before = tf.getBackend();
    await tf.setBackend('cpu');
    const model = await tf[load]({ load: async () => ({ ...rest, weightSpecs: weights, weightData }) });
    const x = tf.tensor(imagesOf(trial), [BATCH, ...trial.imageShape]);
    const y = model.predict(x) as typeof x;
    const scores = (await y.data()) as Float32Array;
    model.dispose();
    tf.dispose([x, y]);
    if (before) await tf.setBackend(before);
    return new Map([['TensorFlow.js', scores]]);
  };
}

/** @returns by the trials' order the outcomes of every format, and folded ones where it can fold. @param python with LiteRT, where that is asked for. */
export async function computeFormats(
  trials: readonly Trial[],
  formats: readonly ModelFormat[],
  python: string | undefined,
): Promise<FormatOutcome[][]> {
  const root = mkdtempSync(join(tmpdir(), 'skipwire-differential-formats-'));
  try {
    const store = new RunStore({ root: join(root, 'runs') });
    const written: (() => Promise<FormatOutcome>)[][] = [];
    for (const [index, trial] of trials.entries()) {
      const id = await makeTrialRun(store, trial);
      const files: (() => Promise<FormatOutcome>)[] = [];
      for (const foldBatchNorm of [false, true]) {
        const network = await readTrainedNetwork(store, id, { foldBatchNorm });
        for (const format of formats) {
          if (foldBatchNorm && !formatInfo(format).canFold) continue;
          const folder = join(root, format, `${String(index).padStart(4, '0')}-${foldBatchNorm}`);
          mkdirSync(folder, { recursive: true });
          files.push(await asked(format, { trial, network, folder }));
        }
      }
      written.push(files);
    }
    if (python && formats.includes('litert')) {
      await runScript(python, 'litert_answers.py', [join(root, 'litert')]);
    }
    const outcomes: FormatOutcome[][] = [];
    for (const files of written) {
      outcomes.push([]);
      for (const answer of files) outcomes.at(-1)!.push(await answer());
    }
    return outcomes;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function asked(format: ModelFormat, given: Asked): Promise<() => Promise<FormatOutcome>> {
  const none = {
    file: given.network.foldsBatchNorm ? `${format}, folded` : format,
    answers: new Map<string, Float32Array>(),
  };
  const unanswered = (error: unknown): FormatOutcome => {
    const { message } = error as Error;
    const isRefusal = error instanceof Refusal || error instanceof GraphError;
    return { ...none, ...(isRefusal ? { refused: message } : { failed: message }) };
  };
  try {
    const answer = await programs[format](given);
    return async () => {
      try {
        return { ...none, answers: await answer() };
      } catch (error) {
        return unanswered(error);
      }
    };
  } catch (error) {
    return async () => unanswered(error);
  }
}
