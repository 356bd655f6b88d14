/** Reads a PyTorch folder back in torch, with the Python that is in it. */
import { pythonReader } from './python';

export const readPytorch = pythonReader(
  ['torch', 'safetensors'],
  `sys.dont_write_bytecode = True
sys.path.insert(0, path)
import torch
from model import load
model = load()
with torch.inference_mode():
    batches = torch.from_numpy(images).permute(0, 3, 1, 2).split(32)
    scores = torch.cat([model(batch) for batch in batches]).numpy()`,
);
