/** A pass: one idea, from a valid program to a valid program. */
import { setImmediate } from 'node:timers/promises';
import { Builder } from '../ir/builder';
import { bug, type Landmarks, type Program } from '../ir/types';
import { verify } from '../ir/verify';

export interface Pass {
  readonly name: string;
  run(program: Program): Program;
}

/** A pass that only adds to a program. */
export const appending = (name: string, add: (build: Builder, program: Program) => void): Pass => ({
  name,
  run(program) {
    const build = new Builder(program);
    add(build, program);
    return build.finish();
  },
});

/** Landmarks that a pass needs, so it comes after those that make them. */
export function landmarksOf<Name extends keyof Landmarks>(
  { landmarks }: Program,
  pass: string,
  ...names: Name[]
): { readonly [Needed in Name]-?: NonNullable<Landmarks[Needed]> } {
  const missing = names.filter((name) => !landmarks[name]);
  if (missing.length > 0)
    bug(`The pass '${pass}' needs: ${missing.join(', ')}. Received: a program without.`);
  return landmarks as { readonly [Needed in Name]-?: NonNullable<Landmarks[Needed]> };
}

/** The entry of that name, which a pass needs. */
export const entryOf = ({ entries }: Program, pass: string, name: string): Program['entries'][number] =>
  entries.find((entry) => entry.name === name) ??
  bug(`The pass '${pass}' needs the entry '${name}'. Received: a program without.`);

/** The name under which the program before the first pass is observed. */
const LOWERING = 'lowering';

/** Called after each pass with its program and the milliseconds to make and check it. */
export type PassObserver = (pass: string, program: Program, milliseconds: number) => void;

/** Applies the passes in order and checks the program before the first and after each. */
export function runPasses(program: Program, passes: readonly Pass[], observe?: PassObserver): Program {
  let current = checked(LOWERING, () => program, observe);
  for (const pass of passes) {
    const before = current;
    current = checked(pass.name, () => pass.run(before), observe);
  }
  return current;
}

/** As `runPasses`, but checks the program once, at its end, and lets others run between passes. */
export async function runPassesInTurns(program: Program, passes: readonly Pass[]): Promise<Program> {
  let current = program;
  for (const pass of passes) {
    current = pass.run(current);
    await setImmediate();
  }
  verify(current, passes.at(-1)?.name ?? LOWERING);
  return current;
}

function checked(name: string, make: () => Program, observe?: PassObserver): Program {
  const began = performance.now();
  const program = make();
  verify(program, name);
  observe?.(name, program, performance.now() - began);
  return program;
}
