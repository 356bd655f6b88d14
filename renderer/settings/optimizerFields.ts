/** The form's fields of the optimizer: what moves a weight, and what is done to a gradient before. */
import type { SettingField, ValueField } from './field';

export const OPTIMIZERS = [
  { value: 'sgd', label: 'SGD' },
  { value: 'adam', label: 'Adam' },
  { value: 'adamw', label: 'AdamW' },
  { value: 'rmsprop', label: 'RMSprop' },
] as const;

type OptimizerType = (typeof OPTIMIZERS)[number]['value'];

/** A field of these optimizers alone, once for each: their defaults differ. */
const own = (
  types: readonly OptimizerType[],
  name: string,
  field: Omit<ValueField, 'key' | 'path' | 'when'>,
) =>
  types.map(
    (type): ValueField => ({
      ...field,
      key: `optimizer.${type}.${name}`,
      path: `optimizer.${name}`,
      when: { key: 'optimizer.type', is: [type] },
    }),
  );

const ALL = OPTIMIZERS.map(({ value }) => value);
const ADAMS: readonly OptimizerType[] = ['adam', 'adamw'];

/** Stand among the essentials. */
export const optimizerFields: readonly SettingField[] = [
  {
    key: 'optimizer.type',
    path: 'optimizer.type',
    label: 'optimizer',
    control: 'choice',
    options: OPTIMIZERS,
    help: 'How a gradient becomes a step, each as the Keras class of this name defines it.',
  },
  ...own(ALL, 'learningRate', {
    label: 'learning rate',
    control: 'number',
    help: 'How far one step goes. The schedule multiplies it over the training.',
  }),
];

export const stepFields: readonly SettingField[] = [
  ...own(['sgd', 'rmsprop'], 'momentum', {
    label: 'momentum',
    control: 'number',
    help: 'Share of the last step that is kept in the next one; 0 keeps nothing.',
  }),
  ...own(['sgd'], 'nesterov', {
    label: 'Nesterov',
    control: 'toggle',
    help: 'Looks ahead: the gradient is taken as if the momentum had already been followed.',
  }),
  ...own(['rmsprop'], 'rho', {
    label: 'rho',
    control: 'number',
    help: 'Share of the running mean of squared gradients that is kept at each step.',
  }),
  ...own(ADAMS, 'beta1', {
    label: 'beta 1',
    control: 'number',
    help: 'Share of the running mean of gradients that is kept at each step.',
  }),
  ...own(ADAMS, 'beta2', {
    label: 'beta 2',
    control: 'number',
    help: 'Share of the running mean of squared gradients that is kept at each step.',
  }),
  ...own([...ADAMS, 'rmsprop'], 'epsilon', {
    label: 'epsilon',
    control: 'number',
    help: 'Added to the root of the squared gradients, against division by zero.',
  }),
  ...own(ADAMS, 'amsgrad', {
    label: 'AMSGrad',
    control: 'toggle',
    help: 'Divides by the largest mean of squared gradients so far (Reddi et al., 2018).',
  }),
  ...own(['rmsprop'], 'centered', {
    label: 'centered',
    control: 'toggle',
    help: 'Divides by the variance of the gradients, not by their mean square.',
  }),
];

export const clippingFields: readonly SettingField[] = [
  {
    key: 'optimizer.clip',
    label: 'clipping',
    control: 'mode',
    none: { value: 'none', label: 'none' },
    modes: [
      { value: 'norm', label: 'by norm', path: 'optimizer.clipnorm' },
      { value: 'value', label: 'by value', path: 'optimizer.clipvalue' },
      { value: 'global', label: 'global norm', path: 'optimizer.globalClipnorm' },
    ],
    help: 'Keeps a step from running away. By norm: each variable’s gradient is shortened; by value: each number is cut; global norm: all gradients are shortened together.',
  },
  {
    key: 'optimizer.clipnorm',
    path: 'optimizer.clipnorm',
    label: 'clipnorm',
    control: 'number',
    help: 'Each variable’s gradient is shortened to this Euclidean norm at most.',
    when: { key: 'optimizer.clip', is: ['norm'] },
  },
  {
    key: 'optimizer.clipvalue',
    path: 'optimizer.clipvalue',
    label: 'clipvalue',
    control: 'number',
    help: 'Each value of a gradient is cut to plus or minus this.',
    when: { key: 'optimizer.clip', is: ['value'] },
  },
  {
    key: 'optimizer.globalClipnorm',
    path: 'optimizer.globalClipnorm',
    label: 'global clipnorm',
    control: 'number',
    help: 'All gradients together are shortened to this Euclidean norm at most.',
    when: { key: 'optimizer.clip', is: ['global'] },
  },
];

export const decayFields: readonly SettingField[] = [
  {
    key: 'optimizer.l2',
    path: 'optimizer.l2',
    label: 'L2 penalty',
    control: 'number',
    help: 'The “weight decay” of He et al.: this times the weight is added to its gradient. 0 is off; the paper has 1e-4.',
  },
  ...own(ALL, 'weightDecay', {
    label: 'decoupled decay',
    control: 'number',
    help: 'Keras’ weight_decay (Loshchilov and Hutter, 2019): each step takes rate × this × weight away, past the gradient. 0 is off.',
  }),
  {
    key: 'optimizer.decaySparesNormsAndBiases',
    path: 'optimizer.decaySparesNormsAndBiases',
    label: 'spare norms, biases',
    control: 'toggle',
    help: 'Gammas, betas and biases are left out of the L2 penalty and of the decoupled decay.',
  },
];
