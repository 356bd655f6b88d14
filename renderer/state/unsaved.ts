/**
 * What is not saved yet, in one place. Who saves something calls `saving` before and `saved` after, or `notSaved` with
 * the reason. While anything is listed, leaving the page asks first; what has a problem is shown in a bar
 * (shell/UnsavedBar.tsx) until it is saved.
 */
import { create } from 'zustand';

export interface Problem {
  /** Why it could not be saved: one sentence or two. */
  why: string;
  /** What the person can do: "Free some space, then try again". */
  next: string;
  action?: { label: string; perform(): void };
}

export interface UnsavedThing {
  /** In the middle of a sentence: `graph "ResNet-20"`, "the settings of Train". */
  what: string;
  /** Absent while it is just being saved. */
  problem?: Problem;
}

/** By a key that the saver chooses: "document:ID", "kept". */
type Things = Readonly<Record<string, UnsavedThing>>;

export const useUnsaved = create<{ things: Things }>(() => ({ things: {} }));

const change = (edit: (things: Things) => Things) =>
  useUnsaved.setState(({ things }) => {
    const next = edit(things);
    return next === things ? {} : { things: next };
  });

/** It has changed and is being saved. A problem that it had stays in sight until `saved`. */
export const saving = (key: string, what: string): void =>
  change((things) => {
    const known = things[key];
    return known?.what === what ? things : { ...things, [key]: { ...known, what } };
  });

/** It could not be saved. */
export const notSaved = (key: string, what: string, problem: Problem): void =>
  change((things) => ({ ...things, [key]: { what, problem } }));

/** Everything of it is saved. */
export const saved = (key: string): void =>
  change((things) => {
    if (!(key in things)) return things;
    const { [key]: _, ...others } = things;
    return others;
  });

/** Problems that have the same reason are one: what they are about, and what to do. */
export interface SharedProblem extends Problem {
  whats: readonly string[];
}

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

/** Asks before the page goes away while something is unsaved. @returns a function that ends it. */
export function warnBeforeLeaving(
  page: Pick<Window, 'addEventListener' | 'removeEventListener'>,
): () => void {
  const onLeave = (event: BeforeUnloadEvent) => {
    if (Object.keys(useUnsaved.getState().things).length === 0) return;
    event.preventDefault();
    // Chromium before 119 looks at this alone.
    event.returnValue = true;
  };
  page.addEventListener('beforeunload', onLeave);
  return () => page.removeEventListener('beforeunload', onLeave);
}
