/** `--style`, for every command that takes a preset. */
import { Option } from 'commander';
import { styles } from '../../../core/presets/styles';

export const styleOption = (): Option =>
  new Option('--style <style>', "details of a preset's published variant (default: study)").choices([
    ...styles,
  ]);
