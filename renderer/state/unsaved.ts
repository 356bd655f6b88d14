/**
 * Everything that is not saved yet. Call `saving` before and `saved` after saving, or `notSaved` with the reason.
 * Leaving the page asks first while anything is listed; shell/UnsavedBar.tsx shows problems.
 */
import { create } from 'zustand';

export interface Problem {
  /** Why it could not be saved. */
  why: string;
  /** What the person can do: "Free some space, then try again." */
  next: string;
  action?: { label: string; perform(): void };
}

/**
 * By a key that the saver chooses: "document:ID", "kept". `what` goes into a sentence: `graph "ResNet-20"`; `problem` is
 * absent while it is being saved.
 */
type Things = Readonly<Record<string, { what: string; problem?: Problem }>>;

export const useUnsaved = create<{ things: Things }>(() => ({ things: {} }));

const change = (edit: (things: Things) => Things) =>
  useUnsaved.setState(({ things }) => {
    const next = edit(things);
    return next === things ? {} : { things: next };
  });

/** Keeps a problem that it had, until `saved`. */
export const saving = (key: string, what: string): void =>
  change((things) => {
    const known = things[key];
    return known?.what === what ? things : { ...things, [key]: { ...known, what } };
  });

export const notSaved = (key: string, what: string, problem: Problem): void =>
  change((things) => ({ ...things, [key]: { what, problem } }));

export const saved = (key: string): void =>
  change((things) => {
    if (!(key in things)) return things;
    const { [key]: _, ...others } = things;
    return others;
  });

interface SharedProblem extends Problem {
  whats: readonly string[];
}

/** Problems with the same reason and remedy as one. */
export function problemsOf(things: Things): SharedProblem[] {
  const problems = new Map<string, SharedProblem>();
  for (const { what, problem } of Object.values(things)) {
    if (!problem) continue;
    const key = `${problem.why}\n${problem.next}\n${problem.action?.label ?? ''}`;
    const known = problems.get(key);
    const perform = () => {
      known?.action?.perform();
      problem.action?.perform();
    };
    problems.set(key, {
      ...problem,
      ...(problem.action && { action: { ...problem.action, perform } }),
      whats: [...(known?.whats ?? []), what],
    });
  }
  return [...problems.values()];
}

/** Asks before the page goes away while something is unsaved. @returns a function that stops asking */
export function warnBeforeLeaving(
  page: Pick<Window, 'addEventListener' | 'removeEventListener'>,
): () => void {
  const onLeave = (event: BeforeUnloadEvent) => {
    if (Object.keys(useUnsaved.getState().things).length === 0) return;
    event.preventDefault();
    // For Chromium before 119.
    event.returnValue = true;
  };
  page.addEventListener('beforeunload', onLeave);
  return () => page.removeEventListener('beforeunload', onLeave);
}
