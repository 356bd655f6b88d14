/**
 * The files that take longest come first, so that at the end no process works alone on one of them. Jest knows the times of
 * earlier runs, but a fresh checkout has none, and goes by the sizes of the files.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

/** Files from about 15 s down; unit tests from about 5 s. A run prints the seconds of each slow file. */
const LONGEST = [
  'electron/package',
  'integration/cli/skipwire',
  'e2e/main-job',
  'integration/training/resume',
  'integration/importing/applications',
  'e2e/training-control',
  'integration/compiler/differential',
  'e2e/data',
  'e2e/whole-words',
  'integration/exporting/script',
  'electron/main-job',
  'e2e/keyboard',
  'e2e/studies',
  'electron/quitting',
  'integration/datasets/killed-import',
  'integration/exporting/names',
  'integration/training/photographs',
  'electron/training',
  'integration/executors/ssh',
  'integration/exporting/python',
  'e2e/first-study',
  'e2e/selection',
  'integration/exporting/onnx',
  'integration/training/cifar10',
  'e2e/million',
  'e2e/hand-wired',
  'integration/training/training',
  'e2e/kept',
  'e2e/dataset-info',
  'integration/training/selection',
  'integration/exporting/keras-fit',
  'integration/surface',
  'integration/exporting/inference',
  'e2e/documents',
  'integration/kills',
  'integration/compiler/precision',
  'unit/contributing',
  'unit/disk/full-disk',
  'unit/runs/ownership',
  'unit/compiler/gpu-kernels',
  'unit/datasets/photos/fuzz',
  'unit/datasets/shapes',
  'unit/datasets/report/duplicates',
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
