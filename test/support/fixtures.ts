/** The Keras fixtures of test/reference. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors, type Tensor } from '../../main/runs/safetensors';

const FOLDER = join(__dirname, '..', 'reference', 'fixtures');

export interface KerasRun {
  /** `resnet18`, or `resnet18-cifar` in another style than `study`. */
  name: string;
  style?: 'cifar';
  /** Filters of the first stage; null for the hand-built networks. */
  base: number | null;
  /** Activation of the last layer. */
  head: string;
  inputShape: [number, number, number];
  classes: number;
  batchSize: number;
  learningRate: number;
  momentum: number;
  clipnorm: number | null;
  globalClipnorm?: number;
  /** Its weight decay; absent: SGD. */
  adamwDecay?: number;
  /** Layers with `trainable` false in Keras, and what Keras then counts. */
  frozen?: string[];
  trainableParams?: number;
  /** By step and example. */
  labels: number[][];
  losses: number[];
  accuracies: number[];
  evaluation: { loss: number; accuracy: number };
}

export interface KerasSummary {
  name: string;
  layers: { name: string; type: string; outputShape: number[]; params: number }[];
  totalParams: number;
  trainableParams: number;
  nonTrainableParams: number;
}

/** The preset of a network called `resnet18` or `resnet18-cifar`. */
export const kerasPreset = (name: string): string => name.split('-', 1)[0]!;

const readJson = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));

export const kerasRuns = (): KerasRun[] => (readJson('runs.json') as { runs: KerasRun[] }).runs;
export const kerasSummaries = (): KerasSummary[] => readJson('summaries.json') as KerasSummary[];

export async function kerasTensors(run: KerasRun): Promise<Map<string, Tensor>> {
  return (await readSafetensors(join(FOLDER, `${run.name}.safetensors`))).tensors;
}

/** Images of one step, [batch, H, W, C] in 0..1: the bytes that make_fixtures.py's `images_of` makes. */
export function kerasImages(run: KerasRun, step: number): Float32Array {
  const size = run.inputShape.reduce((product, side) => product * side, run.batchSize);
  return Float32Array.from({ length: size }, (_, index) => hashByte(step * size + index) / 255);
}

/** Top byte of murmur3's finaliser. */
function hashByte(index: number): number {
  let hash = index;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 24;
}
