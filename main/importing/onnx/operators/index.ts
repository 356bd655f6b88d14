/** The reader of each ONNX operator. A new one is a line in the table of its kind. */
import { activations } from './activation';
import { convolutions } from './convolution';
import { products } from './dense';
import { merges } from './merge';
import { normalizations } from './normalization';
import { poolings } from './pooling';
import type { Read } from './read';
import { shapes } from './shape';

export const readers: Readonly<Record<string, Read>> = {
  ...activations,
  ...convolutions,
  ...merges,
  ...normalizations,
  ...poolings,
  ...products,
  ...shapes,
};
