/** A refusal reaches the window as data, and is shown there in the window's language. */
import { afterEach, expect, test } from '@jest/globals';
import { ORPCError } from '@orpc/server';
import { REFUSED } from '../../../core/contract/refused';
import { GraphError, problem } from '../../../core/graph/problem';
import { message, rule, setLanguage } from '../../../core/messages';
import { Refusal } from '../../../main/basics/refusal';
import { forWindow } from '../../../main/hosts/errors';
import { messageOf, remedyOf } from '../../../renderer/client/errors';

afterEach(() => setLanguage('en'));

const nobody = () => expect('an error in the log').toBe('none');

/** As it arrives: through JSON. */
function arrived(error: unknown): unknown {
  const { code, message, data } = forWindow(error, nobody) as ORPCError<string, unknown>;
  return new ORPCError(code, JSON.parse(JSON.stringify({ message, data })));
}

test('in English and Korean', () => {
  const refusal = arrived(new Refusal(message('bin.notThere', { label: 'ResNet-20' })));
  expect(refusal).toMatchObject({
    code: REFUSED,
    message: 'ResNet-20 is not in the bin. It was restored or permanently deleted.',
    data: { said: { key: 'bin.notThere', values: { label: 'ResNet-20' } } },
  });
  expect(messageOf(refusal)).toBe('ResNet-20 is not in the bin. It was restored or permanently deleted.');
  setLanguage('ko');
  expect(messageOf(refusal)).toBe(
    'ResNet-20 항목이 휴지통에 없습니다. 이미 복원되었거나 영구 삭제되었습니다.',
  );
});

test('with its remedy', () => {
  const remedy = { type: 'repair', runId: 'a', label: message('common.close') } as const;
  expect(remedyOf(arrived(new Refusal('No.', remedy)))).toEqual(remedy);
});

test('problems of a graph, a line each', () => {
  const problems = ['a', 'b'].map((nodeId) => problem('x', { nodeId, rule: 'Rule.', received: 'r' }));
  const error = arrived(new GraphError(problems));
  expect(messageOf(error)).toBe('a: Rule. Received: r.\nb: Rule. Received: r.');
  setLanguage('ko');
  expect(messageOf(error)).toBe('a: Rule. 받은 값: r.\nb: Rule. 받은 값: r.');
});

test('a message that only a newer host knows is shown in English', () => {
  const data = { said: { key: 'newer.than.this' } };
  expect(messageOf(new ORPCError(REFUSED, { message: 'Something new.', data }))).toBe('Something new.');
});

test('what the contract refuses names the field', () => {
  const issue = { code: 'custom', path: ['seeds', 0], ...rule(message('common.issue.integer')) };
  const error = new ORPCError('BAD_REQUEST', { data: { issues: [{ ...issue, message: issue.error }] } });
  expect(messageOf(error)).toBe('seeds.0: must be a whole number');
  setLanguage('ko');
  expect(messageOf(error)).toBe('seeds.0: 정수여야 합니다');
});
