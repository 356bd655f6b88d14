/** A pass: one idea, from a sound program to a sound program. */
import type { Program } from '../ir/types';
import { verify } from '../ir/verify';

export interface Pass {
  readonly name: string;
  run(program: Program): Program;
}

/** Applies the passes in order and checks the program before the first and after each. */
export function runPasses(program: Program, passes: readonly Pass[]): Program {
  verify(program, 'lowering');
  return passes.reduce((current, pass) => {
    const next = pass.run(current);
    verify(next, pass.name);
    return next;
  }, program);
}
