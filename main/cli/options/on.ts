import { Option } from 'commander';
import { t } from '../../../core/messages';

/** `--on ssh:HOST slurm`: where runs may train (main/executors/where.ts). */
export const onOption = (): Option => new Option('--on <places...>', t('cli.options.on'));
