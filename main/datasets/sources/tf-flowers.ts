import { message } from '../../../core/messages';
import { createPhotographs } from './photographs';

export const tfFlowers = createPhotographs({
  id: 'tf_flowers',
  description: message('datasets.about.tf-flowers'),
  homepage: 'https://www.tensorflow.org/tutorials/load_data/images',
  license: message('datasets.license.tf-flowers'),
  citation: 'The TensorFlow Team. Flowers. 2019.',
  folders: [
    ['daisy', 'daisy'],
    ['dandelion', 'dandelion'],
    ['roses', 'roses'],
    ['sunflowers', 'sunflowers'],
    ['tulips', 'tulips'],
  ],
  pictures: { train: 3_670, val: 0 },
  archive: {
    urls: [
      'https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz',
      'http://download.tensorflow.org/example_images/flower_photos.tgz',
    ],
    fileName: 'flower_photos.tgz',
    bytes: 228_813_984,
    // TensorFlow Datasets, tf_flowers.txt
    sha256: '4c54ace7911aaffe13a365c34f650e71dd5bf1be0a58b464e5a7183e3e595d9c',
  },
});
