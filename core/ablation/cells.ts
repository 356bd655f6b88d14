/** The cells of a study: each arm with each seed and each combination of the varied settings. One cell is one run. */
import { hash53 } from '../analysis/hash';
import { message, sentences } from '../messages';
import { effectiveDocument } from '../network/effective';
import { canonical } from '../study/canonical';
import { type Override, withOverrides } from '../study/setting/override';
import type {
  Arm,
  SettingChanges,
  SettingValue,
  StudyRequest,
  TrainingSettings,
  VariedSetting,
} from '../study/settings';
import { StudyError } from '../study/study-error';
import { settingsKey } from '../study/twin-settings';

type CellArm = Pick<Arm, 'name' | 'settings'>;

/** A varied setting with the value that it has in a cell. */
export interface VariedValue {
  path: string;
  value: SettingValue;
}

export interface Cell<Of extends CellArm = Arm> {
  arm: Of;
  seed: number;
  values: readonly VariedValue[];
  /** With the arm's settings, the varied values and the seed. */
  settings: TrainingSettings;
}

interface Matrix<Of extends CellArm> extends Pick<StudyRequest, 'seeds' | 'settings' | 'varied'> {
  arms: readonly Of[];
}

/** In order of training. @throws StudyError for a setting that cannot be changed so. */
export function cellsOf<Of extends CellArm>({ arms, seeds, settings, varied = [] }: Matrix<Of>): Cell<Of>[] {
  const combinations = combinationsOf(varied);
  return arms.flatMap((arm) =>
    combinations.flatMap((values) => {
      const own = settingsOfArm(settings, arm, values);
      return seeds.map((seed) => ({ arm, seed, values, settings: { ...own, seed } }));
    }),
  );
}

function settingsOfArm(
  settings: TrainingSettings,
  { name, settings: changes = {} }: CellArm,
  values: readonly VariedValue[],
): TrainingSettings {
  const overrides = [
    ...overridesOf(changes),
    ...values.map(({ path, value }) => ({ path: path.split('.'), value })),
  ];
  try {
    return withOverrides(settings, overrides);
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    throw new StudyError(sentences(message('ablation.ofArm', { arm: name }), error.said));
  }
}

export const overridesOf = (changes: SettingChanges): Override[] =>
  Object.entries(changes).map(([path, value]) => ({ path: path.split('.'), value }));

/** Every value of every setting with every value of the others; the last changes fastest. */
function combinationsOf(varied: readonly VariedSetting[]): VariedValue[][] {
  return varied.reduce<VariedValue[][]>(
    (before, { path, values }) => before.flatMap((some) => values.map((value) => [...some, { path, value }])),
    [[]],
  );
}

/**
 * Equal for cells of the same arm that train the same network, names included, on which initial values depend, with the
 * same settings and seed: 28 hexadecimal digits.
 */
export function cellKey({ arm: { name, graph }, settings }: Pick<Cell, 'arm' | 'settings'>): string {
  const { nodes, edges } = effectiveDocument(graph);
  const text = JSON.stringify([
    name,
    nodes.map(({ id, type, params, trainable, learningRateFactor }) =>
      canonical({ id, type, params, trainable, learningRateFactor }),
    ),
    edges.map(({ source, target, port }) => [source, target, port]),
    settingsKey({ settings }),
    settings.seed,
  ]);
  return hash53(text) + hash53(text, 1);
}
