/** Microsoft's photographs from Asirra, in which some files do not decode. */
import { message } from '../../../core/messages';
import { createPhotographs } from './photographs';

export const catsVsDogs = createPhotographs({
  id: 'cats_vs_dogs',
  description: message('datasets.about.cats-vs-dogs'),
  homepage: 'https://www.microsoft.com/en-us/download/details.aspx?id=54765',
  license: message('datasets.license.cats-vs-dogs'),
  citation:
    'Jeremy Elson, John Douceur, Jon Howell, Jared Saul. Asirra: A CAPTCHA that Exploits Interest-Aligned Manual Image Categorization. ACM Conference on Computer and Communications Security, 2007.',
  folders: [
    ['Cat', 'cat'],
    ['Dog', 'dog'],
  ],
  pictures: { train: 25_000, val: 0 },
  archive: {
    urls: [
      'https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/kagglecatsanddogs_5340.zip',
    ],
    fileName: 'kagglecatsanddogs_5340.zip',
    bytes: 824_887_076,
    // As published by projects that download it; TensorFlow Datasets lists the previous archive only.
    sha256: 'b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9',
  },
});
