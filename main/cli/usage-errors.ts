/** Errors in a command line, in the current language. Commander reports them in English only. */
import { CommanderError } from 'commander';
import { type Key, type Message, message, t, textOf } from '../../core/messages';

const CODES: Readonly<Record<string, Key>> = {
  'commander.unknownOption': 'cli.usage.unknownOption',
  'commander.unknownCommand': 'cli.usage.unknownCommand',
  'commander.missingArgument': 'cli.usage.missingArgument',
  'commander.optionMissingArgument': 'cli.usage.optionMissingArgument',
  'commander.missingMandatoryOptionValue': 'cli.usage.missingOption',
  'commander.conflictingOption': 'cli.usage.conflict',
  'commander.excessArguments': 'cli.usage.tooMany',
};

/** One line: `error: unknown option '--epoch' (Did you mean --epochs?)`. Undefined if help was shown instead. */
export function usageError(error: CommanderError): string | undefined {
  if (error.code === 'commander.help') return undefined;
  const text = error.message.trim().replace(/\s*\n\s*/g, ' ');
  const said = ours.get(error) ?? problemOf(error.code, text);
  return said ? t('cli.usage.error', { problem: said }) : text;
}

const ours = new WeakMap<CommanderError, Message>();

/** For options that cannot be combined. */
export function wrongUsage(said: Message): never {
  const error = new CommanderError(2, 'skipwire.usage', textOf(said));
  ours.set(error, said);
  throw error;
}

function problemOf(code: string, text: string): Message | undefined {
  if (code === 'commander.invalidArgument') return invalid(text);
  const key = CODES[code];
  if (key === undefined) return undefined;
  const [name = '', other = ''] = quoted(text);
  const problem = message(key, { name, other });
  const names = /\(Did you mean (?:one of )?(.*)\?\)$/.exec(text)?.[1];
  if (names === undefined) return problem;
  return message('cli.usage.suggestion', { problem, names });
}

/** `error: option '--seed <n>' argument 'x' is invalid. It must be a number.` */
function invalid(text: string): Message {
  const at = text.indexOf("' is invalid");
  const dot = text.indexOf('.', at);
  const rest = text.slice(dot + 1).trim();
  const allowed = /^Allowed choices are (.*)\.$/.exec(rest)?.[1];
  const rule = allowed === undefined ? rest : message('cli.usage.choices', { choices: allowed });
  const [, option, value] = /^error: option '(.*?)' argument '(.*)$/s.exec(text.slice(0, at)) ?? [];
  if (option !== undefined)
    return message('cli.usage.invalidOption', { name: option, value: value ?? '', rule });
  const [, given = ''] = /^error: command-argument value '(.*)$/s.exec(text.slice(0, at)) ?? [];
  const [, name = ''] = /for argument '([^']*)'/.exec(text.slice(at)) ?? [];
  return message('cli.usage.invalidArgument', { name, value: given, rule });
}

const quoted = (text: string): string[] => [...text.matchAll(/'([^']*)'/g)].map(([, part]) => part!);
