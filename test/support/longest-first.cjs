/**
 * The files that take longest come first, so that at the end no process works alone on one of them. Jest knows the times of
 * earlier runs, but a fresh checkout has none, and goes by the sizes of the files.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

/** From about 20 s down; the unit tests among them from about 5 s. */
const LONGEST = [
  'integration/training/resume',
  'integration/compiler/differential',
  'integration/exporting/names',
  'integration/cli/skipwire',
  'e2e/training-control',
  'e2e/whole-words',
  'e2e/data',
  'integration/datasets/killed-import',
  'e2e/selection',
  'integration/compiler/precision',
  'integration/datasets/report',
  'integration/exporting/python',
  'integration/training/cifar10',
  'e2e/main-job',
  'integration/training/photographs',
  'integration/training/selection',
  'e2e/first-study',
  'e2e/dataset-info',
  'integration/training/training',
  'unit/compiler/gpu-kernels',
  'unit/disk/full-disk',
  'unit/datasets/shapes',
  'unit/runs/ownership',
  'unit/datasets/report/duplicates',
  'unit/datasets/photos/fuzz',
  'unit/datasets/cifar10-import',
];

const UNIT = /\/test\/unit\//;

/** Unit tests come last: they are short, so that both processes end at about the same time. */
const rank = ({ path }) => {
  const place = LONGEST.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
  if (place >= 0) return place;
  return LONGEST.length + (UNIT.test(path) ? 1 : 0);
};

module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
};
