/** The form's fields of the schedule: how the learning rate moves over the training. */
import type { SettingField, ValueField } from './field';

export const SCHEDULES = [
  { value: 'constant', label: 'constant' },
  { value: 'steps', label: 'steps' },
  { value: 'exponential', label: 'exponential' },
  { value: 'cosine', label: 'cosine' },
  { value: 'one-cycle', label: 'one cycle' },
  { value: 'linear', label: 'linear' },
  { value: 'plateau', label: 'on plateau' },
] as const;

type ScheduleType = (typeof SCHEDULES)[number]['value'];

const own = (
  type: ScheduleType,
  name: string,
  field: Omit<ValueField, 'key' | 'path' | 'when'>,
): ValueField => ({
  ...field,
  key: `schedule.${type}.${name}`,
  path: `schedule.${name}`,
  when: { key: 'schedule.type', is: [type] },
});

const warmup = (type: ScheduleType) =>
  own(type, 'warmup', {
    label: 'warm-up',
    unit: 'steps',
    control: 'integer',
    help: 'So many steps at the start, in which the rate rises in a straight line from 0.',
  });
const floor = (type: ScheduleType) =>
  own(type, 'floor', {
    label: 'floor',
    control: 'number',
    help: 'Share of the rate at which it ends; 0 ends at nothing.',
  });

export const scheduleFields: readonly SettingField[] = [
  {
    key: 'schedule.type',
    path: 'schedule.type',
    label: 'schedule',
    control: 'choice',
    options: SCHEDULES,
    help: 'What becomes of the learning rate over the training.',
  },
  own('steps', 'boundaries', {
    label: 'at steps',
    noun: 'boundaries',
    control: 'integers',
    help: 'The rate is multiplied at each of these steps, counted over the whole training: 32000, 48000 in the paper.',
  }),
  own('steps', 'factor', {
    label: 'factor',
    control: 'number',
    help: 'What the rate is multiplied by; 0.1 divides it by ten.',
  }),
  own('steps', 'warmup', {
    label: 'warm-up',
    unit: 'steps',
    control: 'integer',
    help: 'So many steps at the start at a share of the rate: 400 in the paper for 110 layers, 0 for fewer.',
  }),
  own('steps', 'warmupFactor', {
    label: 'warm-up factor',
    control: 'number',
    help: 'The share of the rate during the warm-up.',
  }),
  own('exponential', 'every', {
    label: 'every',
    unit: 'steps',
    control: 'integer',
    help: 'Steps in which the rate shrinks once by the factor.',
  }),
  own('exponential', 'factor', { label: 'factor', control: 'number', help: 'What the rate shrinks by.' }),
  own('exponential', 'staircase', {
    label: 'in stairs',
    control: 'toggle',
    help: 'All at once at the end of each stretch, not little by little.',
  }),
  warmup('cosine'),
  floor('cosine'),
  own('cosine', 'restarts', {
    label: 'restarts',
    control: 'integer',
    help: 'How often the cosine begins anew at the full rate (Loshchilov and Hutter, 2017).',
  }),
  own('cosine', 'periodFactor', {
    label: 'period factor',
    control: 'number',
    help: 'Each period is this many times as long as the one before.',
  }),
  own('one-cycle', 'rise', {
    label: 'rise',
    control: 'number',
    help: 'Share of all steps in which the rate goes up (Smith and Topin, 2018).',
  }),
  own('one-cycle', 'start', {
    label: 'start divisor',
    control: 'number',
    help: 'It begins at the rate over this.',
  }),
  own('one-cycle', 'end', {
    label: 'end divisor',
    control: 'number',
    help: 'It ends at what it began with over this.',
  }),
  warmup('linear'),
  floor('linear'),
  own('plateau', 'metric', {
    label: 'watches',
    control: 'choice',
    options: [
      { value: 'valLoss', label: 'validation loss' },
      { value: 'valAccuracy', label: 'validation accuracy' },
      { value: 'loss', label: 'training loss' },
    ],
    help: 'The rate is divided when this has stopped to improve: He et al., “when the error plateaus”.',
  }),
  own('plateau', 'factor', { label: 'factor', control: 'number', help: 'What the rate is multiplied by.' }),
  own('plateau', 'patience', {
    label: 'patience',
    unit: 'epochs',
    control: 'integer',
    help: 'Epochs without improvement before the rate is divided.',
  }),
  own('plateau', 'minDelta', {
    label: 'least change',
    control: 'number',
    help: 'A smaller change than this is no improvement.',
  }),
];
