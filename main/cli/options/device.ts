/** `--device cpu|gpu|gpu:N`, for every command that computes. */
import { InvalidArgumentError, Option } from 'commander';
import { t } from '../../../core/messages';
import { readDeviceChoice } from '../../engine/device-choice';

/** The choice holds for the whole process, as SKIPWIRE_DEVICE does for a whole shell: it is put there. */
export const deviceOption = (): Option =>
  new Option('--device <device>', t('cli.options.device')).argParser((text: string) => {
    if (!readDeviceChoice(text)) throw new InvalidArgumentError(t('cli.values.device'));
    process.env.SKIPWIRE_DEVICE = text;
    return text;
  });
