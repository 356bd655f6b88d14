/** Reads the typed fields: the schema of core decides, the words here say the rule and what was received. */
import { type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';
import type { FormText } from './form';

export type FieldName = Exclude<keyof FormText, 'name' | 'dataset'>;

export interface Validated {
  /** Absent while a field is wrong. */
  settings?: TrainingSettings;
  seeds: readonly number[];
  errors: Readonly<Partial<Record<FieldName, string>>>;
}

const RULES: Record<FieldName, string> = {
  trainLimit: 'Training images must be a whole number from 1, or nothing for all.',
  valLimit: 'Validation images must be a whole number from 1, or nothing for all.',
  epochs: 'Epochs must be a whole number from 1 to 10,000.',
  batchSize: 'Batch size must be a whole number from 1 to 65,536 images.',
  learningRate: 'Learning rate must be a number above 0, at most 1000.',
  momentum: 'Momentum must be a number from 0 to below 1.',
  clipnorm: 'Clipnorm must be a number above 0, or nothing for no clipping.',
  seeds: 'Seeds must be whole numbers from 0 to 2,147,483,647, each once, with commas between.',
};

function broken(field: FieldName, typed: string): string {
  return `${RULES[field]} Received: ${typed.trim() === '' ? 'nothing' : typed.trim()}.`;
}

/** NaN for anything that is not a plain decimal number, so that the schema refuses it. */
function toNumber(typed: string): number {
  const plain = typed.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

const orNull = (typed: string): number | null => (typed.trim() === '' ? null : toNumber(typed));

/** The seeds of a list such as "1, 2, 3"; NaN for what is not a number. */
function toSeeds(typed: string): number[] {
  return typed
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map(toNumber);
}

const FIELD_OF_PATH: Readonly<Record<string, FieldName>> = {
  trainLimit: 'trainLimit',
  valLimit: 'valLimit',
  epochs: 'epochs',
  batchSize: 'batchSize',
  'optimizer.learningRate': 'learningRate',
  'optimizer.momentum': 'momentum',
  'optimizer.clipnorm': 'clipnorm',
  seed: 'seeds',
};

export function validateForm(text: FormText): Validated {
  const seeds = toSeeds(text.seeds);
  const errors: Partial<Record<FieldName, string>> = {};
  const parsed = trainingSettingsSchema.safeParse({
    dataset: text.dataset,
    trainLimit: orNull(text.trainLimit),
    valLimit: orNull(text.valLimit),
    epochs: toNumber(text.epochs),
    batchSize: toNumber(text.batchSize),
    optimizer: {
      type: 'sgd',
      learningRate: toNumber(text.learningRate),
      momentum: toNumber(text.momentum),
      clipnorm: orNull(text.clipnorm),
    },
    seed: seeds[0] ?? Number.NaN,
  });
  for (const issue of parsed.error?.issues ?? []) {
    const field = FIELD_OF_PATH[issue.path.join('.')];
    if (field) errors[field] = broken(field, text[field]);
  }
  const { seed: seedSchema } = trainingSettingsSchema.shape;
  const sound = seeds.every((seed) => seedSchema.safeParse(seed).success);
  if (!sound || seeds.length === 0 || new Set(seeds).size !== seeds.length) {
    errors.seeds = broken('seeds', text.seeds);
  }
  const wrong = !parsed.success || Object.keys(errors).length > 0;
  return { settings: wrong ? undefined : parsed.data, seeds: errors.seeds ? [] : seeds, errors };
}
