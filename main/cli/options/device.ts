/** `--device cpu|gpu|gpu:N`, for every command that computes. */
import { InvalidArgumentError, Option } from 'commander';
import { readDeviceChoice } from '../../engine/device-choice';

/** The choice holds for the whole process, as SKIPWIRE_DEVICE does for a whole shell: it is put there. */
export const deviceOption = (): Option =>
  new Option(
    '--device <device>',
    'cpu, gpu, or gpu:N for one of several cards (default: a GPU if there is one)',
  ).argParser((text: string) => {
    if (!readDeviceChoice(text)) throw new InvalidArgumentError('It must be cpu, gpu or gpu:N.');
    process.env.SKIPWIRE_DEVICE = text;
    return text;
  });
