/** The command that trains a run again: flags where there are some, `--set` for all else that differs from the default. */
import { writeClasses } from '../../core/study/classes';
import { type OptimizerInput, optimizerSchema } from '../../core/study/optimizer';
import { settingPaths, spelled } from '../../core/study/setting-flags';
import { type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';

/** Told in any case, as what a person looks for first. */
const essential = ['epochs', 'batchSize', 'optimizer.learningRate'];
const clippings = ['optimizer.clipnorm', 'optimizer.clipvalue', 'optimizer.globalClipnorm'];
/** Stand in front or at the end, in their own words. */
const apart = [
  'dataset',
  'seed',
  'trainLimit',
  'valLimit',
  'selection.classes',
  'selection.validation.kind',
  'selection.validation.amount',
];

/** The same run from the folder's own graph.json; `skipwire train` reads it back to these very settings. */
export function reproduceCommand(settings: TrainingSettings): string {
  const { optimizer, dataset, seed, trainLimit, valLimit } = settings;
  // A schedule and the parts that are off by default have no default fields: all of theirs are told.
  const { type } = optimizer;
  const usual = new Map(
    leaves(
      trainingSettingsSchema.parse({
        optimizer: optimizerSchema.parse({ type, clipnorm: null } satisfies OptimizerInput),
      }),
    ),
  );
  usual.set('optimizer.type', 'sgd');
  const told = leaves(settings).filter(
    ([path, value]) =>
      !apart.includes(path) &&
      (essential.includes(path) || String(value) !== String(usual.get(path) ?? null)),
  );
  const clipped = told.some(([path]) => clippings.includes(path));
  const limits: [string, number | null][] = [
    ['train-limit', trainLimit],
    ['val-limit', valLimit],
  ];
  return [
    `npx skipwire train graph.json --dataset ${dataset}`,
    ...told.map(([path, value]) => flagOf(path, value)),
    ...(clipped ? [] : ['--clipnorm none']),
    `--seed ${seed}`,
    ...selectionFlags(settings),
    ...limits.flatMap(([name, value]) => (value === null ? [] : [`--${name} ${value}`])),
  ].join(' ');
}

function selectionFlags({ selection: { validation, classes } }: TrainingSettings): string[] {
  return [
    ...(validation.kind === 'held-out' ? [`--val-split ${validation.amount}`] : []),
    ...(classes
      ? [`--classes '${writeClasses(classes).replaceAll("'", "'\\''").replaceAll(', ', ',')}'`]
      : []),
  ];
}

type Leaf = readonly [path: string, value: unknown];

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) =>
    leaves(inner, path === '' ? name : `${path}.${name}`),
  );
}

const flags = new Map(
  Object.entries(settingPaths).map(([flag, path]) => [path.join('.'), spelled(flag)] as const),
);

function flagOf(path: string, value: unknown): string {
  const flag = flags.get(path);
  if (flag && value === true) return flag;
  // Lists of more than numbers.
  if (Array.isArray(value) && value.some((one) => typeof one === 'object')) {
    return `--set '${path}=${JSON.stringify(value)}'`;
  }
  const text = value === null ? 'none' : typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  return flag && value !== false ? `${flag} ${text}` : `--set ${path}=${text}`;
}
