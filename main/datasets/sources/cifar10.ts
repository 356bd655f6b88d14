import { message } from '../../../core/messages';
import { type CifarFile, type CifarRelease, createCifar } from './cifar';
import type { DatasetSource } from './source';

export type { CifarRelease } from './cifar';

const batch = (name: string, split: CifarFile['split'], sha256: string): CifarFile => ({
  name,
  split,
  sha256,
  bytes: 30_730_000,
});

export const officialRelease: CifarRelease = {
  url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  md5: 'c32a1d4ab5d03f1284b67883e8d87530',
  archiveBytes: 170_052_171,
  files: [
    batch('data_batch_1.bin', 'train', 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5'),
    batch('data_batch_2.bin', 'train', 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed'),
    batch('data_batch_3.bin', 'train', 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67'),
    batch('data_batch_4.bin', 'train', '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48'),
    batch('data_batch_5.bin', 'train', '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add'),
    batch('test_batch.bin', 'val', '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b'),
  ],
};

/** Tests pass a small release of their own. */
export const createCifar10 = (release: CifarRelease = officialRelease): DatasetSource =>
  createCifar({
    id: 'cifar10',
    description: message('datasets.about.cifar10'),
    classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
    labelBytes: 1,
    release,
  });

export const cifar10 = createCifar10();
