/** Records have a coarse and a fine label; the hundred fine ones are the classes. */
import { message } from '../../../core/messages';
import { type CifarRelease, createCifar } from './cifar';
import type { DatasetSource } from './source';

/** Only the archive's sum is published (TensorFlow Datasets, cifar100.txt). */
export const officialRelease: CifarRelease = {
  url: 'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz',
  sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
  archiveBytes: 168_513_733,
  files: [
    { name: 'train.bin', split: 'train', bytes: 153_700_000 },
    { name: 'test.bin', split: 'val', bytes: 30_740_000 },
  ],
};

/** In the order of fine_label_names.txt. */
const classes =
  `apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle
  caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish
  forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle
  mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine
  possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel streetcar
  sunflower sweet_pepper table tank telephone television tiger tractor train trout tulip turtle wardrobe whale
  willow_tree wolf woman worm`.split(/\s+/);

/** Tests pass a small release of their own. */
export const createCifar100 = (release: CifarRelease = officialRelease): DatasetSource =>
  createCifar({
    id: 'cifar100',
    description: message('datasets.about.cifar100'),
    classes,
    labelBytes: 2,
    balanced: true,
    release,
  });

export const cifar100 = createCifar100();
