/** A network with every operator as a PyTorch folder, and what torch 2.15 answered for exactly these files. */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writePytorch } from '../../main/exporting/pytorch/file';
import { readTrainedNetwork, type TrainedNetwork } from '../../main/exporting/trained-network';
import { makeRun } from '../integration/exporting/support';
import { everyOperator } from './every-operator';

export const FIXTURE = join(__dirname, '..', 'reference', 'fixtures', 'pytorch.json');

export interface Answered {
  /** SHA-256 by name. */
  files: Readonly<Record<string, string>>;
  /** Row by row. */
  scores: readonly number[];
}

export const readFixture = (): Answered => JSON.parse(readFileSync(FIXTURE, 'utf8')) as Answered;

export async function pytorchFixture(folder: string): Promise<{ network: TrainedNetwork; path: string }> {
  const made = await makeRun(everyOperator(), { normalization: 'per-pixel-mean', headScale: 1 });
  try {
    const read = await readTrainedNetwork(made.store, made.id);
    const { run } = read.trained;
    // The text names the run, whose own id has the time in it.
    const network = { ...read, trained: { ...read.trained, run: { ...run, id: 'every-operator' } } };
    const path = join(folder, 'every-operator');
    await writePytorch(network, path);
    return { network, path };
  } finally {
    rmSync(dirname(made.folder), { recursive: true, force: true });
  }
}

export function answered(path: string, scores: Float32Array): Answered {
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(path, name)))
      .digest('hex');
  const names = ['model.py', 'model.safetensors', 'mean.safetensors'];
  return {
    files: Object.fromEntries(names.map((name) => [name, digest(name)])),
    scores: Array.from(scores, (score) => Number(score.toPrecision(9))),
  };
}
