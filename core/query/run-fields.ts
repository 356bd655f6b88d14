/** What filters and columns know of a run: its names, what people wrote on it, its network, its results, and every setting. */
import type { Key } from '../messages';
import { bestEpoch } from '../study/monitor';
import { type EpochMetrics, LOCAL, ownName, type RunRecord, type TestMetrics } from '../study/run';
import { inForce, SETTINGS, type Setting, valueAt } from '../study/setting/list';

export type FieldValue = string | number | boolean | null;

/** How a number is written (field-text.ts). A `share` is 0..1. */
export type Unit = 'share' | 'loss' | 'count' | 'large' | 'rate' | 'seconds' | 'speed';

export interface RunField {
  /** As filters write it. */
  name: string;
  aliases?: readonly string[];
  type: 'number' | 'boolean' | 'text' | 'tags';
  group: 'run' | 'notes' | 'network' | 'results' | 'settings';
  /** Heading of its column; absent for a setting, which has a label of its own. */
  heading?: Key;
  setting?: Setting;
  unit?: Unit;
  /** For results: whether more is better. */
  better?: 'higher' | 'lower';
  /** 0 is off. */
  switched?: boolean;
  /** Undefined where the run has none. Tags are separated by commas. */
  value(run: RunRecord): FieldValue | undefined;
}

type Own = Omit<RunField, 'group' | 'type'>;

const inGroup = (
  group: RunField['group'],
  type: RunField['type'],
  fields: readonly Own[],
): readonly RunField[] => fields.map((field) => ({ ...field, group, type }));

interface Result {
  name: string;
  heading: Key;
  unit: Unit;
  better?: 'higher' | 'lower';
  aliases?: readonly string[];
}

/** Every number of the last epoch. */
const OF_LAST_EPOCH: Readonly<Record<Exclude<keyof EpochMetrics, 'type' | 'epoch'>, Result>> = {
  valAccuracy: {
    name: 'accuracy',
    aliases: ['acc'],
    heading: 'query.heading.accuracy',
    unit: 'share',
    better: 'higher',
  },
  valLoss: { name: 'loss', heading: 'query.heading.loss', unit: 'loss', better: 'lower' },
  valTop5: { name: 'top5', heading: 'query.heading.top5', unit: 'share', better: 'higher' },
  accuracy: {
    name: 'trainAccuracy',
    heading: 'query.heading.trainAccuracy',
    unit: 'share',
    better: 'higher',
  },
  loss: { name: 'trainLoss', heading: 'query.heading.trainLoss', unit: 'loss', better: 'lower' },
  top5: { name: 'trainTop5', heading: 'query.heading.trainTop5', unit: 'share', better: 'higher' },
  learningRate: { name: 'lastRate', heading: 'query.heading.lastRate', unit: 'rate' },
  seconds: { name: 'epochSeconds', heading: 'query.heading.epochSeconds', unit: 'seconds', better: 'lower' },
  batchNormSeconds: { name: 'batchNormSeconds', heading: 'query.heading.batchNormSeconds', unit: 'seconds' },
  imagesPerSecond: { name: 'speed', heading: 'query.heading.speed', unit: 'speed', better: 'higher' },
};

/** Every number of the test. */
const OF_TEST: Readonly<Record<Exclude<keyof TestMetrics, 'at' | 'count' | 'ofEpochs'>, Result>> = {
  accuracy: { name: 'test', heading: 'query.heading.test', unit: 'share', better: 'higher' },
  loss: { name: 'testLoss', heading: 'query.heading.testLoss', unit: 'loss', better: 'lower' },
  top5: { name: 'testTop5', heading: 'query.heading.testTop5', unit: 'share', better: 'higher' },
  epoch: { name: 'testedEpoch', heading: 'query.heading.testedEpoch', unit: 'count' },
};

const resultsOf = <Metrics extends object>(
  results: Readonly<Partial<Record<keyof Metrics & string, Result>>>,
  from: (run: RunRecord) => Metrics | undefined,
): readonly RunField[] =>
  inGroup(
    'results',
    'number',
    (Object.entries(results) as [keyof Metrics & string, Result][]).map(([key, result]) => ({
      ...result,
      value: (run) => from(run)?.[key] as number | undefined,
    })),
  );

const bestOf = ({ epochs }: RunRecord) => bestEpoch('valAccuracy', epochs);

const OWN: readonly RunField[] = [
  ...inGroup('run', 'text', [
    { name: 'name', heading: 'query.heading.name', value: ownName },
    { name: 'arm', heading: 'query.heading.arm', value: ({ arm }) => arm },
    { name: 'study', heading: 'query.heading.study', value: ({ studyName }) => studyName },
    { name: 'id', heading: 'query.heading.id', value: ({ id }) => id },
    { name: 'state', heading: 'query.heading.state', value: ({ state }) => state },
    { name: 'where', heading: 'query.heading.where', value: ({ where }) => where ?? LOCAL },
    { name: 'created', heading: 'query.heading.created', value: ({ createdAt }) => createdAt },
  ]),
  ...inGroup('notes', 'tags', [
    {
      name: 'tags',
      aliases: ['tag'],
      heading: 'query.heading.tags',
      value: ({ annotations }) => annotations?.tags?.join(', '),
    },
  ]),
  ...inGroup('notes', 'text', [
    {
      name: 'notes',
      aliases: ['note'],
      heading: 'query.heading.notes',
      value: ({ annotations }) => annotations?.notes,
    },
  ]),
  ...inGroup('notes', 'boolean', [
    {
      name: 'starred',
      aliases: ['star'],
      heading: 'query.heading.starred',
      value: ({ annotations }) => annotations?.starred ?? false,
    },
    {
      name: 'hidden',
      heading: 'query.heading.hidden',
      value: ({ annotations }) => annotations?.hidden ?? false,
    },
    {
      name: 'archived',
      heading: 'query.heading.archived',
      value: ({ annotations }) => annotations?.archived ?? false,
    },
  ]),
  ...inGroup('network', 'text', [
    {
      name: 'network',
      aliases: ['variant'],
      heading: 'query.heading.network',
      value: ({ network }) => network.variant,
    },
  ]),
  ...inGroup('network', 'number', [
    {
      name: 'params',
      aliases: ['parameters'],
      heading: 'query.heading.params',
      unit: 'large',
      value: ({ network }) => network.params,
    },
    { name: 'macs', heading: 'query.heading.macs', unit: 'large', value: ({ network }) => network.macs },
    { name: 'depth', heading: 'query.heading.depth', unit: 'count', value: ({ network }) => network.depth },
  ]),
  ...resultsOf<EpochMetrics>(OF_LAST_EPOCH, ({ epochs }) => epochs.at(-1)),
  ...inGroup('results', 'number', [
    {
      name: 'best',
      heading: 'query.heading.best',
      unit: 'share',
      better: 'higher',
      value: (run) => bestOf(run)?.valAccuracy,
    },
    {
      name: 'bestEpoch',
      heading: 'query.heading.bestEpoch',
      unit: 'count',
      value: (run) => bestOf(run)?.epoch,
    },
    {
      name: 'trained',
      heading: 'query.heading.trained',
      unit: 'count',
      value: ({ epochs }) => epochs.length,
    },
    {
      name: 'seconds',
      heading: 'query.heading.seconds',
      unit: 'seconds',
      better: 'lower',
      value: ({ epochs }) =>
        epochs.length === 0 ? undefined : epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    },
  ]),
  ...resultsOf<TestMetrics>(OF_TEST, ({ test }) => test),
];

/** Other names of settings. */
const SHORT: Readonly<Record<string, string>> = {
  'optimizer.learningRate': 'lr',
  'optimizer.type': 'optimizer',
};

function fieldOf(setting: Setting): RunField {
  const { path, type } = setting;
  const last = path.split('.').at(-1)!;
  const unique = SETTINGS.filter((other) => other.path.split('.').at(-1) === last).length === 1;
  const aliases = new Set([SHORT[path], setting.entry.flag, unique ? last : undefined]);
  return {
    name: path,
    aliases: [...aliases].filter((one) => one !== undefined && one !== path) as string[],
    type: type === 'integer' || type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'text',
    group: 'settings',
    setting,
    switched: setting.entry.switched === true,
    value: ({ settings }) => {
      if (!inForce(setting, settings)) return undefined;
      const value = valueAt(settings, path);
      if (Array.isArray(value)) return value.join(', ');
      // A part that is on has fields of its own.
      if (typeof value === 'object' && value !== null) return 'on';
      return value as FieldValue;
    },
  };
}

export const RUN_FIELDS: readonly RunField[] = [...OWN, ...SETTINGS.map(fieldOf)];

const byName = new Map(
  [...RUN_FIELDS]
    .reverse()
    .flatMap((field) => [...(field.aliases ?? []), field.name].map((name) => [name.toLowerCase(), field])),
);

/** By its name or another one; case does not matter. */
export const findRunField = (name: string): RunField | undefined => byName.get(name.toLowerCase());
