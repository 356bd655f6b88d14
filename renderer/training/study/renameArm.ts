import type { Study } from '../../../core/ablation/study';
import { LONGEST_NAME } from '../../../core/basics/limits';
import { armNames, changeArm } from '../../settings/study/arms';
import { editStudy } from '../../settings/study/open';
import { followName } from '../../studies/armGraphs';

/** An empty name, or that of another arm, changes nothing. @returns the name that the arm has now */
export function renameArm(study: Study, from: string, typed: string): string {
  const name = typed.trim().slice(0, LONGEST_NAME);
  if (name === '' || armNames(study).includes(name)) return from;
  editStudy((now) => changeArm(now, from, { name }));
  followName(from, name);
  return name;
}
