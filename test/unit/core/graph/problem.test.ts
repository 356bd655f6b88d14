/** How values are written in messages. */
import { z } from 'zod';
import { problem } from '../../../../core/graph/problem';
import { formatPath, inEnglish, plainIssues, preview } from '../../../../core/messages';

test('values are cut short and never throw', () => {
  const circular: unknown[] = [];
  circular.push(circular);
  expect([undefined, null, Number.NaN, 'x', circular, 10n, () => 1].map((value) => preview(value))).toEqual([
    'nothing',
    'null',
    'NaN',
    '"x"',
    'object',
    'bigint',
    'function',
  ]);
  expect(preview('y'.repeat(100), 10)).toBe(`"${'y'.repeat(9)}…`);
});

test('a problem reads as: subject, rule, received, what to do', () => {
  expect(problem('x.y', { nodeId: 'conv1', rule: 'It must fit.', received: '7' })).toMatchObject({
    severity: 'error',
    code: 'x.y',
    nodeId: 'conv1',
    rule: 'It must fit.',
    received: '7',
    message: 'conv1: It must fit. Received: 7.',
  });
  const parts = { subject: 'The network', edgeId: 'e', rule: 'R.', received: 'r', hint: 'Do.' };
  expect(problem('x', { ...parts, severity: 'warning' })).toMatchObject({
    severity: 'warning',
    edgeId: 'e',
    message: 'The network: R. Received: r. Do.',
  });
  expect(problem('x', { rule: 'R.', received: 'r' }).message).toBe('R. Received: r.');
});

test('issues of a schema name the place, the rule and the value', () => {
  const schema = z.strictObject({
    list: z.array(z.object({ size: z.number().gt(0).lt(5).optional(), word: z.string().max(3).optional() })),
    choice: z.enum(['a', 'b']),
  });
  const value = { list: [{ size: 0 }, { size: 5 }, { word: 'long' }, 7], choice: 'c', more: 1 };
  const parsed = schema.safeParse(value);
  expect(parsed.success).toBe(false);
  const issues = plainIssues(parsed.error?.issues ?? [], value);
  expect(issues.map((issue) => ({ ...issue, rule: inEnglish(issue.rule) }))).toEqual([
    { path: 'list[0].size', rule: 'must be greater than 0', received: '0' },
    { path: 'list[1].size', rule: 'must be less than 5', received: '5' },
    { path: 'list[2].word', rule: 'must have at most 3 characters', received: '"long"' },
    { path: 'list[3]', rule: 'must be an object', received: '7' },
    { path: 'choice', rule: 'must be "a" or "b"', received: '"c"' },
    { path: 'more', rule: 'is not a known field', received: '1' },
  ]);
  expect(formatPath([])).toBe('');
  expect(formatPath(['a', 0, 'b'])).toBe('a[0].b');
});
