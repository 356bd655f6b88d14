/** Names that mean a split, never a class. */

export type FolderSplit = 'train' | 'validation' | 'test';

const splitWords: Readonly<Record<string, FolderSplit>> = {
  train: 'train',
  training: 'train',
  trn: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  tst: 'test',
  pred: 'test',
  prediction: 'test',
};

/** Words that mean neither class nor split. */
const neutralWords = new Set(
  `set sets data dataset folder files all unknown unlabeled seg part batch chunk shard
  image images img imgs picture pictures photo photos jpg jpeg png`
    .split(/\s+/)
    .concat('unlabelled'),
);

const wordsOf = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[\s_.-]+/)
    .map((word) => word.replace(/\d+$/, ''))
    .filter((word) => word !== '' && word !== 'v');

/** "train", "test1", "Validation set", "train_images", "val2017", "seg_test": one split word among neutral ones. */
export function splitOfName(name: string): FolderSplit | undefined {
  const words = wordsOf(name);
  const splits = words.filter((word) => Object.hasOwn(splitWords, word));
  if (splits.length !== 1) return undefined;
  return words.every((word) => word === splits[0] || neutralWords.has(word))
    ? splitWords[splits[0]!]
    : undefined;
}

/** The split in a file name: "train.csv", "LOC_val_solution.csv", "train_labels.csv". */
export function splitInName(name: string): FolderSplit | undefined {
  const splits = new Set(
    wordsOf(name).flatMap((word) => (Object.hasOwn(splitWords, word) ? [splitWords[word]!] : [])),
  );
  return splits.size === 1 ? [...splits][0] : undefined;
}

/** "images", "all", "photos2" */
export const isNeutral = (name: string): boolean => {
  const words = wordsOf(name);
  return words.length > 0 && words.every((word) => neutralWords.has(word));
};

/** "images_001" beside "images_002": one folder in several pieces. */
export function arePieces(names: readonly string[]): boolean {
  const stems = new Set(names.map((name) => name.replaceAll(/\d+/g, '')));
  return (
    names.length > 1 &&
    stems.size === 1 &&
    names.every((name) => /\d/.test(name)) &&
    wordsOf(names[0]!).some((word) => neutralWords.has(word))
  );
}
