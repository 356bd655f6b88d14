/** What is not saved yet: listed by name, with its problem until it is solved; leaving the page asks meanwhile. */
import {
  notSaved,
  problemsOf,
  saved,
  saving,
  useUnsaved,
  warnBeforeLeaving,
} from '../../../renderer/state/unsaved';

const things = () => useUnsaved.getState().things;
afterEach(() => useUnsaved.setState({ things: {} }));

const full = (perform = () => {}) => ({
  why: 'The disk is full.',
  next: 'Free some space.',
  action: { label: 'Try again', perform },
});

test('a problem stays while it is tried again, and goes when all is saved', () => {
  saving('a', 'graph "A"');
  expect(problemsOf(things())).toEqual([]);
  notSaved('a', 'graph "A"', full());
  saving('a', 'graph "A2"');
  expect(problemsOf(things())).toMatchObject([{ whats: ['graph "A2"'], why: 'The disk is full.' }]);
  saved('a');
  expect(things()).toEqual({});
});

test('problems with one reason are one, and their action tries all of them', () => {
  const tried: string[] = [];
  for (const key of ['a', 'b', 'c'])
    notSaved(
      key,
      key,
      full(() => tried.push(key)),
    );
  notSaved('d', 'd', { why: 'The connection is lost.', next: 'Wait.' });
  const problems = problemsOf(things());
  expect(problems.map(({ whats }) => whats)).toEqual([['a', 'b', 'c'], ['d']]);
  problems[0]!.action!.perform();
  expect(tried).toEqual(['a', 'b', 'c']);
});

test('what says nothing new redraws nothing', () => {
  saving('a', 'A');
  const before = things();
  saving('a', 'A');
  saved('other');
  expect(things()).toBe(before);
});

test('leaving asks while something is unsaved, and only then', () => {
  const listeners = new Set<(event: unknown) => void>();
  const end = warnBeforeLeaving({
    addEventListener: (_: string, listener: never) => void listeners.add(listener),
    removeEventListener: (_: string, listener: never) => void listeners.delete(listener),
  } as never);
  /** Whether the page goes without a question. */
  const leaves = () => {
    const event = { returnValue: false, prevented: false, preventDefault: () => (event.prevented = true) };
    for (const listener of listeners) listener(event);
    expect(event.returnValue).toBe(event.prevented);
    return !event.prevented;
  };
  expect(leaves()).toBe(true);
  saving('a', 'A');
  expect(leaves()).toBe(false);
  saved('a');
  expect(leaves()).toBe(true);
  saving('a', 'A');
  end();
  expect(leaves()).toBe(true);
});
