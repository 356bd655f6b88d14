import { useEffect, useRef, useState } from 'react';
import { messageOf } from './errors';

/** Milliseconds for which answers are gathered while others are pending, so that many do not each draw the page. */
const GATHER = 500;

/**
 * Requests the answer for each item once and keeps the answers by key; absent while pending.
 * @param ask turns a failure into an answer
 */
export function useAnswers<Item, Answer>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  ask: (item: Item) => Promise<Answer>,
): Readonly<Partial<Record<string, Answer>>> {
  const [answers, setAnswers] = useState<Readonly<Partial<Record<string, Answer>>>>({});
  const asked = useRef(new Set<string>());
  const pending = useRef(0);
  const gathered = useRef<Record<string, Answer>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const show = () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      const fresh = gathered.current;
      gathered.current = {};
      setAnswers((before) => ({ ...before, ...fresh }));
    };
    const take = (key: string, answer: Answer) => {
      pending.current--;
      gathered.current[key] = answer;
      if (pending.current === 0) show();
      else timer.current ??= setTimeout(show, GATHER);
    };
    for (const item of items) {
      const key = keyOf(item);
      if (asked.current.has(key)) continue;
      asked.current.add(key);
      pending.current++;
      void ask(item).then((answer) => take(key, answer));
    }
  });
  return answers;
}

/**
 * The last answer, with the key of its question. Requests an answer when the key changes, unless it is undefined.
 * @param ask turns a failure into an answer
 */
export function useLastAnswer<Answer>(
  key: string | undefined,
  ask: () => Promise<Answer>,
): { key: string; answer: Answer } | undefined {
  const [last, setLast] = useState<{ key: string; answer: Answer }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the question.
  useEffect(() => {
    if (key === undefined) return;
    let isCurrent = true;
    void ask().then((answer) => isCurrent && setLast({ key, answer }));
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return last;
}

/** The answer to the question `key`, or why there is none; neither while it is pending. */
export function useAnswer<Answer>(
  key: string | undefined,
  ask: () => Promise<Answer>,
): { answer?: Answer; error?: string } {
  const last = useLastAnswer<{ answer?: Answer; error?: string }>(key, () =>
    ask().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error: messageOf(error) }),
    ),
  );
  return last && last.key === key ? last.answer : {};
}
