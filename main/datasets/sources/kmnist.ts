/** Kuzushiji-MNIST: cursive Japanese characters in MNIST's format. */
import { message } from '../../../core/messages';
import { datasetName } from '../../../core/study/data';
import { createIdx } from './idx';
import { kmnistRelease } from './idx-releases';

export const kmnist = createIdx({
  id: 'kmnist',
  name: datasetName('kmnist'),
  description: message('datasets.about.kmnist'),
  homepage: 'https://github.com/rois-codh/kmnist',
  license: message('datasets.license.kmnist'),
  citation:
    'Tarin Clanuwat, Mikel Bober-Irizar, Asanobu Kitamoto, Alex Lamb, Kazuaki Yamamoto, David Ha. Deep Learning for Classical Japanese Literature. arXiv:1812.01718, 2018.',
  classes: ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'],
  balanced: true,
  release: kmnistRelease,
});
