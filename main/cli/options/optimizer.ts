/** The flags of the optimizer, of clipping and of decay. */
import { type Command, Option } from 'commander';
import { optimizerFields, optimizerSchema } from '../../../core/study/optimizer';
import { optimizersWith, type SettingFlag, settingPaths, spelled } from '../../../core/study/setting-flags';
import type { TrainingSettings } from '../../../core/study/settings';
import { Refusal } from '../../basics/refusal';
import { kindsOf } from './overrides';
import { number, numberOrNone } from './values';

export interface OptimizerFlags {
  optimizer?: string;
  lr?: number;
  momentum?: number;
  nesterov?: true;
  beta1?: number;
  beta2?: number;
  rho?: number;
  epsilon?: number;
  amsgrad?: true;
  centered?: true;
  clipnorm?: number | 'none';
  clipvalue?: number | 'none';
  globalClipnorm?: number | 'none';
  l2?: number;
  weightDecay?: number;
  spareNormsAndBiases?: true;
}

const { sgd, adam, rmsprop } = optimizerFields;

/** Names are those of Keras' arguments, or of PyTorch's where they are shorter. */
export function addOptimizerOptions(command: Command): Command {
  return command
    .addOption(new Option('--optimizer <type>', 'how weights are updated').choices(kindsOf(optimizerSchema)))
    .option('--lr <rate>', 'learning rate', number(sgd.learningRate.unwrap()))
    .option('--momentum <m>', 'momentum of sgd or rmsprop', number(sgd.momentum.unwrap()))
    .option('--nesterov', 'sgd looks ahead')
    .option('--beta1 <b>', 'of adam and adamw', number(adam.beta1.unwrap()))
    .option('--beta2 <b>', 'of adam and adamw', number(adam.beta2.unwrap()))
    .option('--amsgrad', 'adam and adamw divide by the largest mean so far')
    .option('--rho <r>', 'of rmsprop', number(rmsprop.rho.unwrap()))
    .option('--centered', 'rmsprop divides by the variance of the gradients')
    .option('--epsilon <e>', 'of adam, adamw and rmsprop', number(adam.epsilon.unwrap()))
    .option(
      '--clipnorm <norm>',
      "largest norm of each variable's gradient, or none",
      numberOrNone(sgd.clipnorm.unwrap().unwrap()),
    )
    .option(
      '--clipvalue <value>',
      'largest value in a gradient, or none; takes the place of clipnorm',
      numberOrNone(sgd.clipvalue.unwrap().unwrap()),
    )
    .option(
      '--global-clipnorm <norm>',
      'largest norm of all gradients together, or none; takes the place of clipnorm',
      numberOrNone(sgd.globalClipnorm.unwrap().unwrap()),
    )
    .option(
      '--l2 <factor>',
      "penalty, gradient += l2 * weight: the paper's weight decay",
      number(sgd.l2.unwrap()),
    )
    .option(
      '--weight-decay <factor>',
      "decoupled, weight -= rate * decay * weight: AdamW's and Keras' weight decay",
      number(sgd.weightDecay.unwrap()),
    )
    .option('--spare-norms-and-biases', 'gammas, betas and biases do not decay');
}

/** @throws Refusal for a flag that belongs to another optimizer. */
export function checkOptimizerFlags(flags: OptimizerFlags, { optimizer }: TrainingSettings): void {
  for (const flag of Object.keys(settingPaths) as SettingFlag[]) {
    const [part, field] = settingPaths[flag];
    if (part !== 'optimizer' || field === undefined || !(flag in flags)) continue;
    const owners = optimizersWith(field);
    if (field === 'type' || owners.includes(optimizer.type)) continue;
    const of = owners.length === 1 ? owners[0] : `${owners.slice(0, -1).join(', ')} and ${owners.at(-1)}`;
    throw new Refusal(`${spelled(flag)} is a setting of ${of}. Received: optimizer ${optimizer.type}.`);
  }
}
