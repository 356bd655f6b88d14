import { hostname } from 'node:os';
import { setLanguage, textOf } from '../../../core/messages';
import { ownerWords } from '../../../main/processes/owner';

const owner = (app: string | undefined, host = hostname()) => ({ app, host, pid: 4711, started: '' });

afterEach(() => setLanguage('en'));

test.each([
  [owner('cli'), 'the command line (process 4711)', '명령줄(프로세스 4711)'],
  [owner('browser'), 'a window (process 4711)', '창(프로세스 4711)'],
  [owner('electron', 'box'), 'a window (process 4711 on box)', '창(프로세스 4711, box)'],
  [owner(undefined), 'another Skipwire (process 4711)', '다른 Skipwire(프로세스 4711)'],
])('an owner is named in the current language: %j', (who, english, korean) => {
  const words = ownerWords(who);
  expect(textOf(words)).toBe(english);
  setLanguage('ko');
  expect(textOf(words)).toBe(korean);
});
