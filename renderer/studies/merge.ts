/** Joins the edits that two windows made to one study. Pure. */
import { type Study, type StudyArm, studySchema } from '../../core/ablation/study';
import { sameJson } from '../../core/basics/same-json';

export interface MergedStudy {
  study: Study;
  /** Fields and arms that both had changed, where this window's edit was kept: "question", "arm ResNet-20". */
  replaced: readonly (keyof Study | { arm: string })[];
}

/** Those that are no list of arms; two windows agree about format and version. */
const FIELDS = (Object.keys(studySchema.shape) as (keyof Study)[]).filter((field) => field !== 'arms');

/** @param base what both started from */
export function mergeStudies(base: Study, own: Study, theirs: Study): MergedStudy {
  const replaced: (keyof Study | { arm: string })[] = [];
  const fields = FIELDS.map((field) => {
    const isOwn = !sameJson(own[field], base[field]);
    if (isOwn && !sameJson(theirs[field], base[field]) && !sameJson(own[field], theirs[field]))
      replaced.push(field);
    return [field, (isOwn ? own : theirs)[field]] as const;
  });
  const arms = mergeArms(base.arms, own.arms, theirs.arms, (arm) => replaced.push({ arm }));
  const there = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  const merged = { ...there, arms } as unknown as Study;
  const isThere = arms.some(({ name }) => name === merged.baseline);
  return { study: isThere ? merged : { ...merged, baseline: arms[0]!.name }, replaced };
}

/** In the order of this window, then the arms that the other one added. */
function mergeArms(
  base: readonly StudyArm[],
  own: readonly StudyArm[],
  theirs: readonly StudyArm[],
  onReplaced: (arm: string) => void,
): StudyArm[] {
  const before = byName(base);
  const [here, there] = [byName(own), byName(theirs)];
  const kept = own.flatMap((arm) => {
    const { name } = arm;
    const other = there.get(name);
    if (sameJson(arm, before.get(name))) return other ? [other] : [];
    if (!sameJson(other, before.get(name)) && !sameJson(other, arm)) onReplaced(name);
    return [arm];
  });
  const added = theirs.filter(
    (arm) => !here.has(arm.name) && (!before.has(arm.name) || !sameJson(arm, before.get(arm.name))),
  );
  const arms = [...kept, ...added];
  return arms.length > 0 ? arms : [...own];
}

const byName = (arms: readonly StudyArm[]) => new Map(arms.map((arm) => [arm.name, arm]));
