/** The data sets that Skipwire knows: one file each. */
import type { DatasetSource } from '../source';
import { cifar10 } from './cifar10';
import { shapes } from './shapes';

export const builtInSources: readonly DatasetSource[] = [cifar10, shapes];
