/** Flags for the options of export formats: `--onnx-layout nhwc`. */
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { t } from '../../../core/messages';
import {
  type ExportFormat,
  type ExportOption,
  type ExportOptionValues,
  exportFormatSchema,
  formatInfo,
} from '../../../core/study/export-format';
import { number } from './values';

const optionsOf = (format: ExportFormat) => Object.entries(formatInfo(format).options ?? {});

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function flagOf(format: ExportFormat, name: string, { choices, number }: ExportOption): Option {
  return new Option(`--${format}-${kebab(name)}${choices ? ' <value>' : number ? ' <n>' : ''}`);
}

export function addFormatOptions(command: Command): Command {
  for (const format of exportFormatSchema.options) {
    for (const [name, option] of optionsOf(format)) {
      const { help, choices } = option;
      const flag = flagOf(format, name, option);
      flag.description = t(help);
      if (choices) flag.choices(Object.keys(choices));
      if (option.number) flag.argParser(number(z.number().int().min(1).max(option.number.most)));
      command.addOption(flag);
    }
  }
  return command;
}

/** @param flags as commander read them. */
export const formatOptionsIn = (flags: object, format: ExportFormat): ExportOptionValues =>
  Object.fromEntries(
    optionsOf(format).flatMap(([name, option]) => {
      const value = (flags as ExportOptionValues)[flagOf(format, name, option).attributeName()];
      return value === undefined ? [] : [[name, value]];
    }),
  );
