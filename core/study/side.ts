/** The runs of one network over seeds, as both tables show them. */
import { binomialError } from '../statistics/binomial-error';
import { deviation, mean } from '../statistics/sample';
import type { RunRecord } from './run';

interface Measured {
  /** Mean over seeds, 0..1. */
  accuracy: number;
  /** Sample standard deviation over seeds; absent for a single run. */
  deviation?: number;
  /** Standard error from the choice of the images alone; absent if their number was not recorded. */
  imagesError?: number;
}

interface TestSide extends Measured {
  /** In the order of `seeds`. */
  epochs: readonly number[];
}

/** The accuracy is the validation accuracy after the last epoch. */
export interface TableSide extends Measured {
  runIds: readonly string[];
  arms: readonly string[];
  seeds: readonly number[];
  /** In the order of `seeds`. */
  accuracies: readonly number[];
  params: number;
  /** The best checkpoints'; only if each of these runs has one. */
  test?: TestSide;
  secondsPerEpoch: number;
}

export const newestOfSeeds = (runs: readonly RunRecord[]): RunRecord[] => [
  ...new Map(runs.map((run) => [run.settings.seed, run])).values(),
];

/** @param images how many each accuracy was measured on */
function measured(accuracies: readonly number[], images: number | undefined): Measured {
  const accuracy = mean(accuracies);
  const ofSeeds = deviation(accuracies);
  return {
    accuracy,
    ...(ofSeeds === undefined ? {} : { deviation: ofSeeds }),
    ...(images ? { imagesError: binomialError(accuracy, images) } : {}),
  };
}

/** @param counted finished runs, one for each seed */
export function sideOf(counted: readonly RunRecord[]): TableSide | undefined {
  const [first] = counted;
  if (first === undefined) return undefined;
  const tests = counted.flatMap(({ test }) => test ?? []);
  const accuracies = counted.map((run) => run.epochs.at(-1)?.valAccuracy ?? 0);
  return {
    runIds: counted.map((run) => run.id),
    arms: [...new Set(counted.map((run) => run.arm))],
    ...measured(accuracies, first.split?.valCount),
    seeds: counted.map((run) => run.settings.seed),
    accuracies,
    params: first.network.params,
    ...(tests.length === counted.length
      ? {
          test: {
            ...measured(
              tests.map((test) => test.accuracy),
              tests[0]?.count,
            ),
            epochs: tests.map(({ epoch }) => epoch),
          },
        }
      : {}),
    secondsPerEpoch: mean(counted.flatMap((run) => run.epochs.map((epoch) => epoch.seconds))),
  };
}
