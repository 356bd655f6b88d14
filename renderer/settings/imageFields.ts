/** The form's fields of what is done to training images on their way into the network. */
import type { SettingField, SwitchField, ValueField } from './field';

const on = (name: string, label: string, off: 0 | null, help: string): SwitchField => ({
  key: `augmentation.${name}.on`,
  path: `augmentation.${name}`,
  label,
  control: 'switch',
  off,
  help,
});
const own = (part: string, path: string, field: Omit<ValueField, 'key' | 'path' | 'when'>): ValueField => ({
  ...field,
  key: `augmentation.${path}`,
  path: `augmentation.${path}`,
  when: { key: `augmentation.${part}.on`, is: [true] },
});
/** A switch whose number stands at the same path. */
const switched = (
  name: string,
  label: string,
  help: string,
  field: Omit<ValueField, 'key' | 'path' | 'when'>,
): SettingField[] => [on(name, label, 0, help), own(name, name, field)];

export const augmentationFields: readonly SettingField[] = [
  {
    key: 'augmentation.flip',
    path: 'augmentation.flip',
    label: 'flip',
    control: 'toggle',
    help: 'Mirrors half of the images left to right.',
  },
  ...switched(
    'padAndCrop',
    'pad and crop',
    'Zeros all round, then a random crop of the old size (He et al., section 4.2).',
    {
      label: 'padding',
      unit: 'px',
      control: 'integer',
      help: 'Pixels of zeros on each side; the paper has 4.',
    },
  ),
  on(
    'randomResizedCrop',
    'random resized crop',
    null,
    'A random part of the area, of a random aspect ratio, resized (Szegedy et al., 2015).',
  ),
  own('randomResizedCrop', 'randomResizedCrop.minScale', {
    label: 'least area',
    control: 'number',
    help: 'Smallest share of the area that is kept.',
  }),
  own('randomResizedCrop', 'randomResizedCrop.maxScale', {
    label: 'most area',
    control: 'number',
    help: 'Largest share of the area that is kept.',
  }),
  own('randomResizedCrop', 'randomResizedCrop.minRatio', {
    label: 'least ratio',
    control: 'number',
    help: 'Narrowest part: its width over its height.',
  }),
  own('randomResizedCrop', 'randomResizedCrop.maxRatio', {
    label: 'most ratio',
    control: 'number',
    help: 'Widest part: its width over its height.',
  }),
  on('colorJitter', 'color jitter', null, 'Brightness, contrast and saturation vary from image to image.'),
  own('colorJitter', 'colorJitter.brightness', {
    label: 'brightness',
    control: 'number',
    help: 'Factors are drawn from 1 - this to 1 + this.',
  }),
  own('colorJitter', 'colorJitter.contrast', {
    label: 'contrast',
    control: 'number',
    help: 'Factors are drawn from 1 - this to 1 + this.',
  }),
  own('colorJitter', 'colorJitter.saturation', {
    label: 'saturation',
    control: 'number',
    help: 'Factors are drawn from 1 - this to 1 + this.',
  }),
  ...switched('cutout', 'cutout', 'Blanks a square at a random place (DeVries and Taylor, 2017).', {
    label: 'side',
    unit: 'px',
    control: 'integer',
    help: 'Side of the square in pixels.',
  }),
  ...switched('mixup', 'mixup', 'Mixes two images and their labels (Zhang et al., 2018).', {
    label: 'alpha',
    control: 'number',
    help: 'The share of each is drawn from Beta(alpha, alpha); more mixes more evenly.',
  }),
  ...switched(
    'cutmix',
    'cutmix',
    'Pastes a part of another image, and mixes the labels (Yun et al., 2019).',
    {
      label: 'alpha',
      control: 'number',
      help: 'The area is drawn from Beta(alpha, alpha).',
    },
  ),
];

export const inputFields: readonly SettingField[] = [
  {
    key: 'normalization',
    path: 'normalization',
    label: 'normalization',
    control: 'choice',
    options: [
      { value: 'none', label: 'none: 0 to 1' },
      { value: 'per-channel', label: 'per channel' },
      { value: 'per-pixel-mean', label: 'per-pixel mean' },
    ],
    help: 'Per channel: minus the mean, divided by the standard deviation, of each channel. Per-pixel mean: minus the mean image, as in the paper. Both are computed from the training images.',
  },
];
