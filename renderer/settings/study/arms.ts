/** Edits of a study's arms. Pure. */
import { STUDY_FORMAT, STUDY_VERSION, type Study, type StudyArm } from '../../../core/ablation/study';
import { uniqueName } from '../../state/documents';

export const armNames = ({ arms }: Study): string[] => arms.map(({ name }) => name);

/** A name that is taken gets a number. */
export function addArms(study: Study, arms: readonly StudyArm[]): Study {
  const all = [...study.arms];
  for (const arm of arms)
    all.push({
      ...arm,
      name: uniqueName(
        arm.name,
        all.map(({ name }) => name),
      ),
    });
  return { ...study, arms: all };
}

export function changeArm(study: Study, name: string, change: Partial<StudyArm>): Study {
  const next = change.name ?? name;
  const arms = study.arms.map((arm) => {
    if (arm.name === name) return withoutUndefined({ ...arm, ...change });
    return arm.base && 'arm' in arm.base && arm.base.arm === name ? { ...arm, base: { arm: next } } : arm;
  });
  return { ...study, arms, baseline: study.baseline === name ? next : study.baseline };
}

const withoutUndefined = (arm: StudyArm): StudyArm =>
  Object.fromEntries(Object.entries(arm).filter(([, value]) => value !== undefined)) as StudyArm;

/** Names of the arms that start from this one. */
export const startingFrom = ({ arms }: Study, name: string): string[] =>
  arms.filter(({ base }) => base && 'arm' in base && base.arm === name).map((arm) => arm.name);

/** Another arm becomes the baseline if it was this one. The last arm stays, and one that others start from. */
export function removeArm(study: Study, name: string): Study {
  const arms = study.arms.filter((arm) => arm.name !== name);
  if (arms.length === 0 || startingFrom(study, name).length > 0) return study;
  return { ...study, arms, baseline: study.baseline === name ? arms[0]!.name : study.baseline };
}

export function moveArm(study: Study, name: string, by: 1 | -1): Study {
  const at = study.arms.findIndex((arm) => arm.name === name);
  const neighbor = study.arms[at + by];
  if (!neighbor) return study;
  return { ...study, arms: study.arms.with(at, neighbor).with(at + by, study.arms[at]!) };
}

export const emptyStudy = (name: string, arm: StudyArm & { base: Study['base'] }): Study => ({
  format: STUDY_FORMAT,
  version: STUDY_VERSION,
  name,
  question: '',
  base: arm.base,
  arms: [{ name: arm.name, edits: arm.edits }],
  baseline: arm.name,
  seeds: [1],
  settings: {},
  varied: [],
});

/** With this arm, and those that it starts from. */
export function withOnly({ cells: _, ...study }: Study, arm: StudyArm): Study {
  const arms = [arm];
  for (let base = arm.base; base && 'arm' in base; base = arms[0]!.base) {
    const { arm: name } = base;
    const next = study.arms.find((one) => one.name === name);
    if (!next || arms.includes(next)) break;
    arms.unshift(next);
  }
  return { ...study, arms, baseline: arm.name };
}
