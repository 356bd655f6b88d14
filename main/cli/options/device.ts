import { InvalidArgumentError, Option } from 'commander';
import { t } from '../../../core/messages';
import { readDeviceChoice } from '../../engine/device-choice';

/** `--device cpu|gpu|gpu:N` sets SKIPWIRE_DEVICE for this process. */
export const deviceOption = (): Option =>
  new Option('--device <device>', t('cli.options.device')).argParser((text: string) => {
    if (!readDeviceChoice(text)) throw new InvalidArgumentError(t('cli.values.device'));
    process.env.SKIPWIRE_DEVICE = text;
    return text;
  });
