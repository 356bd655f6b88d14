import { catsVsDogs } from './cats-vs-dogs';
import { cifar10 } from './cifar10';
import { cifar100 } from './cifar100';
import { fashionMnist } from './fashion-mnist';
import { imagenette, imagewoof } from './imagenette';
import { kmnist } from './kmnist';
import { mnist } from './mnist';
import { shapes } from './shapes';
import type { DatasetSource } from './source';
import { tfFlowers } from './tf-flowers';

export const builtInSources: readonly DatasetSource[] = [
  cifar10,
  cifar100,
  mnist,
  fashionMnist,
  kmnist,
  catsVsDogs,
  tfFlowers,
  imagenette,
  imagewoof,
  shapes,
];
