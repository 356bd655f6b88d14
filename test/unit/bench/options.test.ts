import { readOptions } from '../../bench/options';

const known = ['step', 'memory', 'compile'];

test('without a word the first scenario is measured, with all contestants', () => {
  expect(readOptions([], known)).toEqual({
    scenarios: ['step'],
    only: ['skipwire', 'keras', 'tfjs', 'pytorch'],
    rounds: 5,
    steps: 3,
    quick: false,
    write: false,
    list: false,
    help: false,
  });
});

test('--all takes every scenario, --scenario those named', () => {
  expect(readOptions(['--all', '--write'], known)).toMatchObject({ scenarios: known, write: true });
  expect(readOptions(['--scenario', 'memory,compile'], known).scenarios).toEqual(['memory', 'compile']);
});

test('--all leaves out what is measured only if it is named', () => {
  const usual = ['step', 'memory'];
  expect(readOptions(['--all'], known, usual).scenarios).toEqual(usual);
  expect(readOptions(['--scenario', 'compile'], known, usual).scenarios).toEqual(['compile']);
});

test('--quick is short unless other flags say otherwise', () => {
  expect(readOptions(['--quick'], known)).toMatchObject({ rounds: 1, steps: 2 });
  expect(readOptions(['--quick', '--rounds', '4'], known)).toMatchObject({ rounds: 4, steps: 2 });
});

test.each([
  [['--rounds', '0'], '--rounds takes a whole number above 0. Received: 0.'],
  [['--steps', '1.5'], '--steps takes a whole number above 0. Received: 1.5.'],
  [['--only', 'skipwire,caffe'], '--only takes some of skipwire,keras,tfjs,pytorch. Received: caffe.'],
  [['--scenario', 'speed'], '--scenario takes some of step,memory,compile. Received: speed.'],
  [['--all', '--scenario', 'step'], '--all measures every scenario'],
  [['--quick', '--write'], '--quick tries the bench on small networks'],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args, known)).toThrow(message);
});
