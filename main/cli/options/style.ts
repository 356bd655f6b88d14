/** `--style`, for every command that takes a preset. */
import { Option } from 'commander';
import { styleNames } from '../../../core/styles';

export const styleOption = (): Option =>
  new Option('--style <style>', "details of a preset's published variant (default: study)").choices([
    ...styleNames,
  ]);
