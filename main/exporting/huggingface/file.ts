/**
 * A folder as on the Hugging Face Hub: config.json, model.safetensors and the model card. timm loads its own
 * architectures from it; all others come with their Python code.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reader } from '../check/check';
import { pythonReader } from '../check/python';
import { readPytorch } from '../check/pytorch';
import { json } from '../folder';
import { finishPytorch, writePytorchFiles } from '../pytorch/file';
import type { TrainedNetwork } from '../trained-network';
import { configOf, timmArchitecture } from './timm';

export async function writeHuggingface(network: TrainedNetwork, path: string): Promise<void> {
  await writePytorchFiles(network, path);
  const architecture = timmArchitecture(network);
  await writeFile(join(path, 'config.json'), json(configOf(network, architecture)));
  await finishPytorch(network, path, architecture ? timmCard : undefined);
}

const timmCard = {
  library: 'timm',
  snippet: [
    '# In this folder',
    'import timm, torch',
    'from preprocess import preprocess',
    '',
    'model = timm.create_model("local-dir:.", pretrained=True).eval()',
    'mean, std = (torch.tensor(model.pretrained_cfg[name]).view(-1, 1, 1) for name in ("mean", "std"))',
    'with torch.inference_mode():',
    '    logits = model(((preprocess("picture.jpg") - mean) / std)[None])',
    'probabilities = logits.softmax(1)',
  ].join('\n'),
} as const;

const readTimm = pythonReader(
  ['timm', 'torch', 'safetensors'],
  `import timm, torch
model = timm.create_model("local-dir:" + path, pretrained=True).eval()
mean, std = (torch.tensor(model.pretrained_cfg[name]).view(-1, 1, 1) for name in ("mean", "std"))
with torch.inference_mode():
    batches = ((torch.from_numpy(images).permute(0, 3, 1, 2) - mean) / std).split(32)
    scores = torch.cat([model(batch) for batch in batches]).softmax(1).numpy()`,
);

/** In timm's layout if timm has the network. */
export const readHuggingface: Reader = async (back) => {
  const { num_features } = JSON.parse(await readFile(join(back.path, 'config.json'), 'utf8'));
  return num_features === undefined ? readPytorch(back) : readTimm(back);
};
