import { message } from '../../../core/messages';
import { datasetName } from '../../../core/study/data';
import { createIdx } from './idx';
import { fashionMnistRelease } from './idx-releases';

export const fashionMnist = createIdx({
  id: 'fashion_mnist',
  name: datasetName('fashion_mnist'),
  description: message('datasets.about.fashion-mnist'),
  homepage: 'https://github.com/zalandoresearch/fashion-mnist',
  license: 'MIT; © Zalando SE.',
  citation:
    'Han Xiao, Kashif Rasul, Roland Vollgraf. Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms. arXiv:1708.07747, 2017.',
  classes: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  release: fashionMnistRelease,
});
