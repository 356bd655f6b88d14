/** Issues of zod as messages: which rule, at which path, and the value that broke it. */
import type { z } from 'zod';
import { listOf, type Message, type MessageOrText, message, messageSchema, verbatim } from './message';
import { inEnglish } from './text';

type Issue = z.core.$ZodIssue;

/** A rule of our own: `schema.refine(isOdd, rule(message('data.odd')))`. The message travels in the issue's `params`. */
export const rule = (said: Message): { error: string; params: { message: Message } } => ({
  error: inEnglish(said),
  params: { message: said },
});

const TYPES: Readonly<Record<string, Message>> = {
  int: message('common.issue.integer'),
  number: message('common.issue.number'),
  string: message('common.issue.text'),
  boolean: message('common.issue.boolean'),
  array: message('common.issue.list'),
  tuple: message('common.issue.list'),
  object: message('common.issue.object'),
  record: message('common.issue.object'),
};

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): Message {
  const values = { minimum: Number(minimum) };
  if (origin === 'array' || origin === 'tuple') return message('common.issue.fewItems', values);
  if (origin === 'string') return message('common.issue.fewCharacters', values);
  return message(inclusive === false ? 'common.issue.greaterThan' : 'common.issue.atLeast', values);
}

function tooBig({ origin, maximum, inclusive }: z.core.$ZodIssueTooBig): Message {
  const values = { maximum: Number(maximum) };
  if (origin === 'array' || origin === 'tuple') return message('common.issue.manyItems', values);
  if (origin === 'string') return message('common.issue.manyCharacters', values);
  return message(inclusive === false ? 'common.issue.lessThan' : 'common.issue.atMost', values);
}

/** The predicate after the name of a field: "must be at least 1". */
export function ruleOf(issue: Issue): Message {
  const ours = messageSchema.safeParse('params' in issue ? issue.params?.message : undefined);
  if (ours.success) return ours.data;
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? message('common.issue.type', { expected: issue.expected });
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_value':
      return message('common.issue.oneOf', {
        options: listOf(
          issue.values.map((value) => JSON.stringify(value) ?? String(value)),
          'or',
        ),
      });
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? message('common.issue.oneOf', { options: listOf(issue.options.map(String), 'or') })
        : message('common.issue.union');
    case 'unrecognized_keys':
      return message('common.issue.unknownKey');
    case 'custom':
      return issue.message === '' ? message('common.issue.invalid') : verbatim(issue.message);
    default:
      return message('common.issue.invalid');
  }
}

/** For a value of several possible forms: what is wrong with the form that it resembles most. */
export function innermost<Of extends Issue>(issue: Of): Of | Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0 || issue.errors.every(isOtherType))
    return issue;
  const form = issue.errors.reduce((best, form) => (resemblance(form) > resemblance(best) ? form : best));
  const [first] = form;
  return first ? innermost({ ...first, path: [...issue.path, ...first.path] }) : issue;
}

const isOtherType = ([issue]: readonly Issue[]): boolean =>
  issue?.code === 'invalid_type' && issue.path.length === 0 && issue.expected !== 'object';

/** The fewest top-level faults, since a form of another kind lacks its fields and has unknown ones. */
const resemblance = (issues: readonly Issue[]): number =>
  -issues.filter(({ path, code }) => path.length < 2 && code !== 'custom').length -
  issues.filter(({ code }) => code === 'unrecognized_keys').length;

export interface PlainIssue {
  /** `nodes[3].params.filters`; empty for the value itself. */
  path: string;
  rule: Message;
  /** The offending value, cut short. */
  received: MessageOrText;
}

/** One for each broken rule and each unknown key. @param root the value that was parsed. */
export const plainIssues = (issues: readonly Issue[], root: unknown): PlainIssue[] =>
  issues.flatMap((issue) => {
    const paths =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({
      path: formatPath(path),
      rule: ruleOf(issue),
      received: received(valueAt(root, path)),
    }));
  });

export const formatPath = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

/** The value at a path inside `root`, or undefined. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** A value as it is in the file, cut short: for "Received: ...". */
export const received = (value: unknown): MessageOrText =>
  value === undefined ? message('graph.nothing') : preview(value);

/** The same in English. Never throws. */
export function preview(value: unknown, length = 60): string {
  if (value === undefined) return 'nothing';
  let text: string | undefined;
  try {
    text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  } catch {
    // Circular, or a bigint.
  }
  text ??= typeof value;
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
