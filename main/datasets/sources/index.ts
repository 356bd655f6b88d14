/** The data sets that Skipwire knows: one file each. */
import type { DatasetSource } from '../source';
import { cifar10 } from './cifar10';
import { cifar100 } from './cifar100';
import { fashionMnist } from './fashion-mnist';
import { kmnist } from './kmnist';
import { mnist } from './mnist';
import { shapes } from './shapes';

export const builtInSources: readonly DatasetSource[] = [
  cifar10,
  cifar100,
  mnist,
  fashionMnist,
  kmnist,
  shapes,
];
