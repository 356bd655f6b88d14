/** Says in our own words which rule a zod issue stands for, and which value broke it. */
import type { z } from 'zod';
import { plural } from '../format/plural';
import { joinWords, preview } from './words';

type Issue = z.core.$ZodIssue;

export interface PlainIssue {
  /** `nodes[3].params.filters`; empty for the value itself. */
  path: string;
  /** "must be a whole number". */
  rule: string;
  /** The offending value, cut short. */
  received: string;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

function ruleOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPE_WORDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
    case 'too_big': {
      const small = issue.code === 'too_small';
      const bound = small ? issue.minimum : issue.maximum;
      if (issue.origin === 'array' || issue.origin === 'tuple')
        return `must hold ${small ? 'at least' : 'at most'} ${plural(Number(bound), 'number')}`;
      if (issue.origin === 'string')
        return `must have ${small ? 'at least' : 'at most'} ${plural(Number(bound), 'character')}`;
      if (issue.inclusive === false) return `must be ${small ? 'greater' : 'less'} than ${bound}`;
      return `must be at ${small ? 'least' : 'most'} ${bound}`;
    }
    case 'invalid_value':
      return `must be ${joinWords(
        issue.values.map((value) => JSON.stringify(value) ?? String(value)),
        'or',
      )}`;
    case 'invalid_union':
      return 'must be a number, a text, true or false, or a list of numbers';
    default:
      return issue.message;
  }
}

/** The value at a path inside `root`, or undefined. */
function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

/** One plain issue per broken rule; an unknown key counts for itself. */
export function plainIssues(issues: readonly Issue[], root: unknown): PlainIssue[] {
  return issues.flatMap((issue): PlainIssue[] => {
    const path = formatPath(issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: formatPath([...issue.path, key]),
        rule: 'is not known here',
        received: preview(valueAt(root, [...issue.path, key])),
      }));
    }
    return [{ path, rule: ruleOf(issue), received: preview(valueAt(root, issue.path)) }];
  });
}
