/** `--style`, for every command that takes a preset. */
import { Option } from 'commander';
import { t } from '../../../core/messages';
import { styleNames } from '../../../core/styles';

export const styleOption = (): Option =>
  new Option('--style <style>', t('cli.options.style')).choices([...styleNames]);
