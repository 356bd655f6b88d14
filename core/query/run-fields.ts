/** What filters and columns know of a run: its names, its network, its results, and every setting. */
import { bestEpoch } from '../study/monitor';
import { LOCAL, type RunRecord } from '../study/run';
import { inForce, SETTINGS, type Setting, valueAt } from '../study/setting/list';

type FieldValue = string | number | boolean | null;

export interface RunField {
  /** As filters write it. */
  name: string;
  aliases?: readonly string[];
  type: 'number' | 'boolean' | 'text';
  /** 0 is off. */
  switched?: boolean;
  /** Undefined where the run has none. */
  value(run: RunRecord): FieldValue | undefined;
}

const text = (name: string, value: (run: RunRecord) => string | undefined, aliases?: string[]): RunField => ({
  name,
  type: 'text',
  value,
  ...(aliases ? { aliases } : {}),
});

const number = (
  name: string,
  value: (run: RunRecord) => number | undefined,
  aliases?: string[],
): RunField => ({
  name,
  type: 'number',
  value,
  ...(aliases ? { aliases } : {}),
});

const OWN: readonly RunField[] = [
  text('arm', ({ arm }) => arm, ['name']),
  text('study', ({ studyName }) => studyName),
  text('id', ({ id }) => id),
  text('state', ({ state }) => state),
  text('network', ({ network }) => network.variant, ['variant']),
  text('where', ({ where }) => where ?? LOCAL),
  text('created', ({ createdAt }) => createdAt),
  number('params', ({ network }) => network.params, ['parameters']),
  number('macs', ({ network }) => network.macs),
  number('depth', ({ network }) => network.depth),
  number('trained', ({ epochs }) => epochs.length),
  number('accuracy', ({ epochs }) => epochs.at(-1)?.valAccuracy, ['acc']),
  number('loss', ({ epochs }) => epochs.at(-1)?.valLoss),
  number('best', ({ epochs }) => bestEpoch('valAccuracy', epochs)?.valAccuracy),
  number('trainAccuracy', ({ epochs }) => epochs.at(-1)?.accuracy),
  number('trainLoss', ({ epochs }) => epochs.at(-1)?.loss),
  number('test', ({ test }) => test?.accuracy),
  number('seconds', ({ epochs }) =>
    epochs.length === 0 ? undefined : epochs.reduce((sum, { seconds }) => sum + seconds, 0),
  ),
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
