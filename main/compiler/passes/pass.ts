/** A pass: one idea, from a sound program to a sound program. */
import { setImmediate } from 'node:timers/promises';
import type { Program } from '../ir/types';
import { verify } from '../ir/verify';

export interface Pass {
  readonly name: string;
  run(program: Program): Program;
}

/** What the first program that passes are applied to counts as. */
export const LOWERING = 'lowering';

/** Called with each program on the way, sound as it is, and of the milliseconds that it took to make and check. */
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

/** For a program that is only looked at: checked once, at its end; between passes others have their turn. */
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
