/** The Python beside the network of a PyTorch folder: from a picture to what the network takes. */
import type { Inference } from '../../../core/study/inference';
import { prepareSource, readSource, sizeLine } from '../script/prepare';

export function preprocessSource(inference: Inference): string {
  const [height = 0, width = 0, channels = 0] = inference.input.shape;
  const white = inference.input.range[1];
  return [
    `"""From a picture to what the network takes, as in training. Needs numpy, Pillow and torch."""
import numpy as np
import torch
from PIL import Image, ImageOps

${sizeLine(inference.input)}`,
    `def preprocess(picture):
    """A picture file as float32 [${channels}, ${height}, ${width}], 0..${white}."""
    image = prepare(read(picture))
    return torch.from_numpy(image.astype("float32")${white === 1 ? ' / 255' : ''}).permute(2, 0, 1)`,
    readSource,
    prepareSource(inference),
    '',
  ].join('\n\n\n');
}
