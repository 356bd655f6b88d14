/** Ten easy and ten hard classes of ImageNet with shorter sides of 320 pixels, by fast.ai. */
import { message } from '../../../core/messages';
import { createPhotographs } from './photographs';

const homepage = 'https://github.com/fastai/imagenette';
const license = message('datasets.license.imagenette');
const home = 'https://s3.amazonaws.com/fast-ai-imageclas/';

export const imagenette = createPhotographs({
  id: 'imagenette',
  description: message('datasets.about.imagenette'),
  homepage,
  license,
  citation:
    'Jeremy Howard. Imagenette: A smaller subset of 10 easily classified classes from Imagenet. 2019.',
  folders: [
    ['n01440764', 'tench'],
    ['n02102040', 'English springer'],
    ['n02979186', 'cassette player'],
    ['n03000684', 'chain saw'],
    ['n03028079', 'church'],
    ['n03394916', 'French horn'],
    ['n03417042', 'garbage truck'],
    ['n03425413', 'gas pump'],
    ['n03445777', 'golf ball'],
    ['n03888257', 'parachute'],
  ],
  pictures: { train: 9_469, val: 3_925 },
  archive: {
    urls: [`${home}imagenette2-320.tgz`],
    fileName: 'imagenette2-320.tgz',
    bytes: 341_663_724,
    // TensorFlow Datasets, imagenette/checksums.tsv.
    sha256: '569b4497c98db6dd29f335d1f109cf315fe127053cedf69010d047f0188e158c',
  },
});

export const imagewoof = createPhotographs({
  id: 'imagewoof',
  description: message('datasets.about.imagewoof'),
  homepage,
  license,
  citation:
    'Jeremy Howard. Imagewoof: a subset of 10 classes from Imagenet that are not so easy to classify. 2019.',
  folders: [
    ['n02086240', 'Shih-Tzu'],
    ['n02087394', 'Rhodesian ridgeback'],
    ['n02088364', 'beagle'],
    ['n02089973', 'English foxhound'],
    ['n02093754', 'Border terrier'],
    ['n02096294', 'Australian terrier'],
    ['n02099601', 'golden retriever'],
    ['n02105641', 'Old English sheepdog'],
    ['n02111889', 'Samoyed'],
    ['n02115641', 'dingo'],
  ],
  pictures: { train: 9_025, val: 3_929 },
  archive: {
    urls: [`${home}imagewoof2-320.tgz`],
    fileName: 'imagewoof2-320.tgz',
    bytes: 328_387_740,
    // FluxML's DLDatasets; the size from fast.ai's own list.
    sha256: '4e4905ed7643120daaf9bf3b2ef7f3a7e8396d9bdaf254a38c6f01f618b4973d',
  },
});
