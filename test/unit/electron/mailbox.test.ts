/** What the shell tells its window reaches the newest page, and waits while there is none. */
import { Mailbox } from '../../../electron/mailbox';

test('what comes before the window waits for it, in order', async () => {
  const mailbox = new Mailbox<string>();
  mailbox.post('first');
  mailbox.post('second');
  const reader = mailbox.read();
  expect([(await reader.next()).value, (await reader.next()).value]).toEqual(['first', 'second']);
  const third = reader.next();
  mailbox.post('third');
  expect((await third).value).toBe('third');
});

test('a page that was loaded again takes over, and the one before ends', async () => {
  const mailbox = new Mailbox<string>();
  const before = mailbox.read().next();
  const after = mailbox.read().next();
  mailbox.post('news');
  expect(await before).toEqual({ value: undefined, done: true });
  expect(await after).toEqual({ value: 'news', done: false });
});

test('a page that is gone takes nothing along', async () => {
  const mailbox = new Mailbox<string>();
  const gone = new AbortController();
  const reading = mailbox.read(gone.signal).next();
  gone.abort();
  expect((await reading).done).toBe(true);
  mailbox.post('news');
  expect((await mailbox.read().next()).value).toBe('news');
});
