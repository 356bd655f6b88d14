/** What zod finds wrong, as messages: "must be at least 1". */
import type { z } from 'zod';
import { listOf, type Message, message, messageSchema, verbatim } from './message';
import { inEnglish } from './text';

type Issue = z.core.$ZodIssue;

/**
 * A rule of our own for `refine` and `addIssue`: `schema.refine(isOdd, rule(message('data.odd')))`. The message travels in
 * the issue's `params`, also over the contract; zod's own text of it is the English one.
 */
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

/** The rule that an issue stands for, as what follows the name of a field: "must be at least 1". */
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
      return message('common.issue.union');
    case 'unrecognized_keys':
      return message('common.issue.unknownKey');
    case 'custom':
      return issue.message === '' ? message('common.issue.invalid') : verbatim(issue.message);
    default:
      return message('common.issue.invalid');
  }
}
