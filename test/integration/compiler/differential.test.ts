/**
 * Thirty random networks over all operators: validation, prediction, a training step and both exports against Keras called
 * eagerly, or where no Python is at hand against our float64 interpreter. Six of them are exported to every format that has a
 * program in the tests. More of them: `npm run differential`.
 */
import { checkNetworks, checkSeeds, comparisons } from '../../differential/check';
import { modelFormats } from '../../differential/formats';
import { pythonAtHand } from '../../differential/run-python';
import { trialOf } from '../../differential/trial';
import { paddedPoolsDocument, reshapedDocument } from '../../support/documents';
import { ENGINE_TIMEOUT } from '../../support/engine';

const seeds = Array.from({ length: 30 }, (_, index) => index + 1);
const python = pythonAtHand();
/** LiteRT is a program of Python's. */
const atHand = <Name extends string>(names: readonly Name[]) =>
  names.filter((name) => python !== undefined || name !== 'litert');

test(
  'random networks agree with Keras, or with the float64 interpreter',
  async () => {
    if (!python) console.warn('SKIPWIRE_PYTHON names no Python with Keras: compared in float64 instead.');
    const checked = await checkSeeds(seeds, python, ['keras']);
    expect(
      checked.filter(({ found }) => found.length > 0).map(({ seed, found }) => ({ seed, found })),
    ).toEqual([]);
  },
  ENGINE_TIMEOUT,
);

test(
  'what they are exported to gives the same answers, with BatchNorm folded and as it is',
  async () => {
    const checked = await checkSeeds(seeds.slice(0, 6), python, atHand(modelFormats));
    expect(checked.flatMap(({ found }) => found)).toEqual([]);
    // A LayersModel supports few of them.
    expect(checked.flatMap(({ refused }) => refused.map(({ file }) => file))).toEqual(
      expect.not.arrayContaining([
        'onnx',
        'onnx, folded',
        'tfjs',
        'tfjs, folded',
        'litert',
        'litert, folded',
      ]),
    );
  },
  ENGINE_TIMEOUT,
);

test.each([
  ['values of any rank are normalized over their last axis', reshapedDocument()],
  ['zeros around an image count in the windows of pools', paddedPoolsDocument()],
])(
  '%s',
  async (_, graph) => {
    const [checked] = await checkNetworks([trialOf(graph, 1)], python, atHand(comparisons));
    expect(checked?.found).toEqual([]);
  },
  ENGINE_TIMEOUT,
);
