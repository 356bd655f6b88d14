/** A study made from what Train shows: the ticked networks, the settings and the seeds. */
import { settingsOf } from '../../../core/ablation/read';
import type { Study, StudyArm } from '../../../core/ablation/study';
import { changesBetween } from '../../../core/study/setting/changes';
import type { TrainingSettings } from '../../../core/study/settings';
import type { ArmOption } from '../../settings/arms';
import { addArms, emptyStudy } from '../../settings/study/arms';

export interface FormStudy {
  name: string;
  arms: readonly ArmOption[];
  recipe: string;
  settings: TrainingSettings;
  seeds: readonly number[];
}

/** Its graphs are copies: later edits in Build do not change the study. Needs an arm. */
export function studyFrom({ name, arms, recipe, settings, seeds }: FormStudy): Study {
  const made = arms.map((arm) => ({ ...armOf(arm, arms), name: arm.name }));
  const [{ base, ...first }, ...others] = made as [StudyArm, ...StudyArm[]];
  const start = base && !('arm' in base) ? base : { document: arms[0]!.graph };
  const study = addArms(emptyStudy(name, { ...first, edits: [], base: start }), others);
  const changes = changesBetween(settingsOf({ recipe, settings: {} }), settings);
  return { ...study, recipe, settings: changes, seeds: [...seeds] };
}

/** A plain twin is an edit of its network, if that is an arm too. */
function armOf({ key, graph }: ArmOption, all: readonly ArmOption[]): Omit<StudyArm, 'name'> {
  const [kind, id] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
  const drawn = kind === 'plain' ? all.find((one) => one.key === `doc:${id}`) : undefined;
  if (drawn) return { base: { arm: drawn.name }, edits: [{ kind: 'remove-shortcuts' }] };
  return { base: kind === 'preset' ? { preset: id } : { document: graph }, edits: [] };
}
