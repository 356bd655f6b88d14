/** Commander's help in the current language. */
import type { Argument, HelpConfiguration, Option } from 'commander';
import stringWidth from 'string-width';
import { join, type Key, t } from '../../core/messages';

const TITLES: Readonly<Record<string, Key>> = {
  'Usage:': 'cli.help.usage',
  'Arguments:': 'cli.help.arguments',
  'Options:': 'cli.help.options',
  'Global Options:': 'cli.help.globalOptions',
  'Commands:': 'cli.help.commands',
};

/** Title of a group of commands or options. */
export const heading = (title: string): string => `${title}:`;

/** The default of a switch is not shown. */
const takesValue = (part: Argument | Option): boolean => !('isBoolean' in part) || !part.isBoolean();

/** The description, with `(choices: "md", "csv", default: "md")`. */
function describe(part: Argument | Option): string {
  const { description, argChoices, defaultValue, defaultValueDescription } = part;
  const facts = [
    argChoices &&
      t('cli.help.choices', {
        choices: join(
          argChoices.map((choice) => JSON.stringify(choice)),
          'unit',
        ),
      }),
    defaultValue !== undefined &&
      takesValue(part) &&
      t('cli.help.default', { value: defaultValueDescription ?? JSON.stringify(defaultValue) }),
  ].filter((fact) => typeof fact === 'string');
  return facts.length === 0
    ? description
    : t('cli.help.described', { description, facts: join(facts, 'unit') }).trim();
}

export const translatedHelp: HelpConfiguration = {
  styleTitle: (title) => (TITLES[title] ? t(TITLES[title]) : title),
  optionDescription: describe,
  argumentDescription: describe,
  displayWidth: (text) => stringWidth(text),
};
