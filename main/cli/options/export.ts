/** Flags for the options of export formats: `--onnx-layout nhwc`. */
import { type Command, Option } from 'commander';
import { t } from '../../../core/messages';
import {
  type ExportFormat,
  type ExportOptionValues,
  exportFormatSchema,
  formatInfo,
} from '../../../core/study/export-format';

const optionsOf = (format: ExportFormat) => Object.entries(formatInfo(format).options ?? {});

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function flagOf(format: ExportFormat, name: string, isSwitch: boolean): Option {
  return new Option(`--${format}-${kebab(name)}${isSwitch ? '' : ' <value>'}`);
}

export function addFormatOptions(command: Command): Command {
  for (const format of exportFormatSchema.options) {
    for (const [name, { help, choices }] of optionsOf(format)) {
      const flag = flagOf(format, name, !choices);
      flag.description = t(help);
      command.addOption(choices ? flag.choices(Object.keys(choices)) : flag);
    }
  }
  return command;
}

/** @param flags as commander read them. */
export const formatOptionsIn = (flags: object, format: ExportFormat): ExportOptionValues =>
  Object.fromEntries(
    optionsOf(format).flatMap(([name, { choices }]) => {
      const value = (flags as Record<string, string | boolean>)[
        flagOf(format, name, !choices).attributeName()
      ];
      return value === undefined ? [] : [[name, value]];
    }),
  );
