/** A log that cannot be flooded. */
import { calmLog } from '../../../main/hosts/calm-log';

test('20 messages a minute, then how many were left out', () => {
  const lines: string[] = [];
  let now = 0;
  const log = calmLog(
    (line) => lines.push(line),
    () => now,
  );
  for (let count = 1; count <= 100; count++) log(`message ${count}`);
  expect(lines).toHaveLength(21);
  expect(lines.slice(19)).toEqual(['message 20', 'More messages of the next minute are left out.']);
  now = 60_000;
  log('later');
  expect(lines.slice(21)).toEqual(['80 more messages in that minute were left out.', 'later']);
});

test('a long message is cut', () => {
  const lines: string[] = [];
  calmLog((line) => lines.push(line))('x'.repeat(1_000_000));
  expect(lines[0]).toBe(`${'x'.repeat(4000)} ...`);
});
