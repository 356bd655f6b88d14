/**
 * Thirty random networks over all operators: validation, prediction, a training step and both exports against Keras called
 * eagerly, or where no Python is at hand against our float64 interpreter. More of them: `npm run differential`.
 */
import { checkSeeds } from '../../differential/check';
import { pythonAtHand } from '../../differential/keras';
import { ENGINE_TIMEOUT } from '../../support/engine';

const seeds = Array.from({ length: 30 }, (_, index) => index + 1);

test(
  'random networks agree with Keras, or with the float64 interpreter',
  async () => {
    const python = pythonAtHand();
    if (!python) console.warn('SKIPWIRE_PYTHON names no Python with Keras: compared in float64 instead.');
    const checked = await checkSeeds(seeds, python);
    expect(
      checked.filter(({ found }) => found.length > 0).map(({ seed, found }) => ({ seed, found })),
    ).toEqual([]);
  },
  ENGINE_TIMEOUT,
);
