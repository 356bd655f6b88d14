/** What will be trained, in words, and why it cannot be. */
import type { StudyPlan } from '../../../core/contract/studies';
import { formatBytes } from '../../../core/format/bytes';
import { formatSeconds } from '../../../core/format/duration';
import { t, textOf } from '../../../core/messages';
import { LOCAL } from '../../../core/study/run';
import type { ArmOption } from '../../settings/arms';
import type { ShownArm } from './resolve';
import type { Planned } from './usePlan';

/** For the networks that are open. @param usual how long it usually takes, if that was not measured here */
export function quickWords(runs: number, plan: StudyPlan | undefined, usual: string | undefined): string {
  if (usual && plan?.seconds === undefined) return t('train.plan.usual', { runs, duration: usual });
  return plan ? studyWords(plan) : t('train.plan.unknown', { runs });
}

/** "12 runs, about 15m, 1.2 GB of memory, 240 MB on disk." */
export function studyWords(plan: StudyPlan | undefined): string {
  if (!plan) return t('studies.plan.counting');
  const { there, remarks } = plan;
  return [
    costWords(plan),
    ...(there > 0 ? [t('studies.plan.there', { count: there })] : []),
    ...remarks.map((one) => textOf(one)),
  ].join(' ');
}

function costWords({ runs, seconds, place, memory, disk }: StudyPlan): string {
  const values = { runs, memory: formatBytes(memory), disk: formatBytes(disk) };
  const here = place === LOCAL;
  if (seconds === undefined) {
    return here ? t('studies.plan.runs', values) : t('studies.plan.runsAt', { ...values, place });
  }
  const duration = formatSeconds(seconds);
  return here
    ? t('studies.plan.about', { ...values, duration })
    : t('studies.plan.aboutAt', { ...values, duration, place });
}

/** Why a study cannot be trained; undefined if it can, or the host has not answered. */
export function studyBlocked(arms: readonly ShownArm[], { plan, problem }: Planned): string | undefined {
  const wrong = arms.find((arm) => arm.problem !== undefined);
  if (wrong) return t('studies.blocked.arm', { arm: wrong.arm.name });
  if (problem !== undefined) return problem;
  return plan?.runs === 0 ? t('studies.blocked.nothingLeft', { count: plan.there }) : undefined;
}

/** Arms that can be trained, for what is shown of networks in general. */
export const armOptions = (arms: readonly ShownArm[]): ArmOption[] =>
  arms.flatMap(({ arm: { name }, graph, problem }) =>
    graph
      ? [{ key: `arm:${name}`, name, note: '', graph, ticked: problem === undefined, removable: true }]
      : [],
  );
