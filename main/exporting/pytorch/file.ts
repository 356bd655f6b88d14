/**
 * PyTorch: a folder with the network as Python and its weights as a state_dict in safetensors, under torchvision's names
 * where our presets have torchvision's layers.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Inference } from '../../../core/study/inference';
import { MEAN } from '../../compiler/passes/normalize';
import { writeLazySafetensors } from '../../runs/safetensors';
import { type CardOptions, modelCard } from '../card/card';
import type { WrittenFile } from '../files';
import { json, writeProvenance, writtenFolder } from '../folder';
import { quoted } from '../script/python';
import { aboutNetwork, type TrainedNetwork } from '../trained-network';
import { transposed } from '../transposed';
import { type PytorchModel, pytorchModel } from './model';
import { preprocessSource } from './preprocess';

/** Readers of the format look for `format`, and ours for where it comes from. */
const METADATA = { format: 'pt', skipwire: 'export' };

const CARD: CardOptions = {
  library: 'pytorch',
  snippet: [
    '# In this folder',
    'import torch',
    'from model import load',
    'from preprocess import preprocess',
    '',
    'model = load()',
    'with torch.inference_mode():',
    '    probabilities = model(preprocess("picture.jpg")[None])',
  ].join('\n'),
};

export const pytorchInference = (inference: Inference): Inference => ({
  ...inference,
  input: { ...inference.input, layout: 'NCHW' },
});

export async function writePytorch(network: TrainedNetwork, path: string): Promise<void> {
  await writePytorchFiles(network, path);
  await finishPytorch(network, path);
}

export async function writePytorchFiles(network: TrainedNetwork, path: string): Promise<void> {
  const model = pytorchModel(network);
  await mkdir(path, { recursive: true });
  await writeModel(network, model, path);
  await writeFile(join(path, 'inference.json'), json(network.inference));
}

/** The card, and the list of all files. */
export async function finishPytorch(network: TrainedNetwork, path: string, card = CARD): Promise<void> {
  await writeFile(join(path, 'README.md'), modelCard(network, card));
  await writeProvenance(network, path);
}

/** The Python and the weights. */
async function writeModel(network: TrainedNetwork, model: PytorchModel, path: string): Promise<void> {
  const { inference, weights } = network;
  await writeFile(join(path, 'model.py'), modelSource(network, model));
  await writeFile(join(path, 'preprocess.py'), preprocessSource(inference));
  await writeLazySafetensors(join(path, 'model.safetensors'), model.state, METADATA);
  if (inference.normalization.kind !== 'per-pixel-mean') return;
  const { shape } = inference.input;
  const mean = () => transposed(weights.get(MEAN) as Float32Array, shape, [2, 0, 1]);
  const turned = [2, 0, 1].map((axis) => shape[axis] as number);
  await writeLazySafetensors(
    join(path, 'mean.safetensors'),
    new Map([['mean', { dtype: 'F32', shape: turned, data: mean }]]),
    METADATA,
  );
}

function modelSource(network: TrainedNetwork, { className, text }: PytorchModel): string {
  const { inference } = network;
  return [
    `"""${quoted(aboutNetwork(network))}.`,
    '',
    '    from model import load',
    '    model = load()',
    '"""',
    'from pathlib import Path',
    '',
    'import torch',
    'import torch.nn.functional as F',
    'from safetensors.torch import load_file',
    'from torch import nn',
    '',
    '',
    text,
    '',
    '',
    'def load(folder=Path(__file__).parent):',
    '    """The network with its trained weights, in inference mode."""',
    `    model = ${className}()`,
    '    model.load_state_dict(load_file(Path(folder) / "model.safetensors"), strict=True)',
    ...(inference.normalization.kind === 'per-pixel-mean'
      ? ['    model.mean.copy_(load_file(Path(folder) / "mean.safetensors")["mean"])']
      : []),
    '    return model.eval()',
    '',
  ].join('\n');
}

export const writtenPytorch = (path: string): Promise<readonly WrittenFile[] | undefined> =>
  writtenFolder(path);
