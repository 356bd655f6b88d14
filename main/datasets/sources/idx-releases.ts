/** The published files of MNIST and the data sets in its format. */
export interface IdxFile {
  split: 'train' | 'val';
  kind: 'images' | 'labels';
  /** How many images or labels. */
  count: number;
  /** Size and SHA-256 of the published .gz, hexadecimal. */
  archiveBytes: number;
  archiveSha256?: string;
  /** Sum of the unpacked file, hexadecimal, if known. */
  md5?: string;
}

export interface IdxRelease {
  /** Folders with the files, in order of preference, each with a "/" at its end. */
  homes: readonly string[];
  files: readonly IdxFile[];
}

const FILES = [
  { split: 'train', kind: 'images', count: 60_000 },
  { split: 'train', kind: 'labels', count: 60_000 },
  { split: 'val', kind: 'images', count: 10_000 },
  { split: 'val', kind: 'labels', count: 10_000 },
] as const;

/** Sizes and sums are in the order of FILES. */
const release = (
  homes: readonly string[],
  archiveBytes: readonly number[],
  archiveSha256: readonly string[],
  md5: readonly string[] = [],
): IdxRelease => ({
  homes,
  files: FILES.map((file, n) => ({
    ...file,
    archiveBytes: archiveBytes[n]!,
    archiveSha256: archiveSha256[n],
    md5: md5[n],
  })),
});

/**
 * The home page delivers to few, so the copies that TensorFlow Datasets and torchvision use come first. SHA-256 from
 * TensorFlow Datasets (mnist.txt), MD5 as published by several projects.
 */
export const mnistRelease = release(
  [
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'http://yann.lecun.com/exdb/mnist/',
  ],
  [9_912_422, 28_881, 1_648_877, 4_542],
  [
    '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
    '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
    '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
    'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
  ],
  [
    '6bbc9ace898e44ae57da46a324031adb',
    'a25bea736e30d166cdddb491f175f624',
    '2646ac647ad5339dbf082846283269ea',
    '27ae3e4e09519cfbb04c329615203637',
  ],
);

/** SHA-256 from TensorFlow Datasets (fashion_mnist.txt), MD5 as published by several projects. */
export const fashionMnistRelease = release(
  [
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
    'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/',
  ],
  [26_421_880, 29_515, 4_422_102, 5_148],
  [
    '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
    'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
    '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
    '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
  ],
  [
    'f4a8712d7a061bf5bd6d2ca38dc4d50a',
    '9018921c3c673c538a1fc5bad174d6f9',
    '8181f5470baa50b63fa0f6fddb340f0a',
    '15d484375f8d13e6eb1aabb0c3f46965',
  ],
);

/** SHA-256 from TensorFlow Datasets (kmnist.txt); sums of the unpacked files are not published. */
export const kmnistRelease = release(
  ['https://codh.rois.ac.jp/kmnist/dataset/kmnist/', 'http://codh.rois.ac.jp/kmnist/dataset/kmnist/'],
  [18_165_135, 29_497, 3_041_136, 5_120],
  [
    '51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4',
    'e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17',
    'edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5',
    '20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c',
  ],
);
