/** Problems that several arms have are shown once, with one remedy. Pure. */
import { groups } from 'd3-array';

export interface Troubled {
  name: string;
  problem?: string | undefined;
  /** The remedy, in words; arms with the same one are shown together. */
  remedy?: string | undefined;
}

export interface SharedProblem<Arm> {
  arms: readonly Arm[];
  /** What is wrong, each said once. */
  problems: readonly string[];
}

/** Problems of at least two arms. */
export function sharedProblems<Arm extends Troubled>(arms: readonly Arm[]): SharedProblem<Arm>[] {
  const troubled = arms.filter(({ problem }) => problem !== undefined);
  // A twin has no remedy of its own: that of its graph is also its remedy.
  const remedies = new Map(
    troubled.flatMap(({ problem, remedy }) => (remedy ? [[problem!, remedy] as const] : [])),
  );
  return groups(troubled, ({ problem, remedy }) => remedy ?? remedies.get(problem!) ?? problem!)
    .map(([, members]) => members)
    .filter((members) => members.length > 1)
    .map((members) => ({ arms: members, problems: [...new Set(members.map(({ problem }) => problem!))] }));
}
