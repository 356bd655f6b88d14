import { message } from '../../../core/messages';
import { datasetName } from '../../../core/study/data';
import { createIdx } from './idx';
import { mnistRelease } from './idx-releases';

export const mnist = createIdx({
  id: 'mnist',
  name: datasetName('mnist'),
  description: message('datasets.about.mnist'),
  homepage: 'http://yann.lecun.com/exdb/mnist/',
  license: message('datasets.license.mnist'),
  citation:
    'Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner. Gradient-Based Learning Applied to Document Recognition. Proceedings of the IEEE 86(11), 1998.',
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  release: mnistRelease,
});
