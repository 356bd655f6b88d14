/** What zod finds wrong: which rule, at which path, and the value that broke it. */
import type { z } from 'zod';
import { type Message, type MessageOrText, message, ruleOf } from '../messages';
import { received } from './words';

type Issue = z.core.$ZodIssue;

export interface PlainIssue {
  /** `nodes[3].params.filters`; empty for the value itself. */
  path: string;
  /** "must be a whole number". */
  rule: Message;
  /** The offending value, cut short. */
  received: MessageOrText;
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
        rule: message('common.issue.unknownKey'),
        received: received(valueAt(root, [...issue.path, key])),
      }));
    }
    return [{ path, rule: ruleOf(issue), received: received(valueAt(root, issue.path)) }];
  });
}
