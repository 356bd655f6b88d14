/** What a study has left to train at the places that are chosen, as the host sees it. */
import { useEffect, useState } from 'react';
import type { Study } from '../../../core/ablation/study';
import type { StudyPlan } from '../../../core/contract/studies';
import { client } from '../../client/client';
import { messageOf } from '../../client/errors';
import { usePlaces } from '../../state/places';

export interface Planned {
  plan?: StudyPlan;
  /** Why it cannot be trained. */
  problem?: string;
}

/** Milliseconds after the last edit. */
const ASK_AFTER = 300;

/**
 * @param id of the stored study. @param runs changes when the study has other runs
 * @returns empty until the host has answered
 */
export function usePlan(study: Study | undefined, id: string | undefined, runs: string): Planned {
  const on = usePlaces((state) => state.on);
  const [answer, setAnswer] = useState<Planned & { of?: Study; on?: readonly string[] }>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: other runs are another plan
  useEffect(() => {
    if (!study) return;
    let current = true;
    const timer = setTimeout(async () => {
      const next = await client.studies.plan({ study, on: [...on], ...(id ? { id } : {}) }).then(
        (plan) => ({ plan }),
        (error: unknown) => ({ problem: messageOf(error) }),
      );
      if (current) setAnswer({ ...next, of: study, on });
    }, ASK_AFTER);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, study, on, runs]);
  return study && answer.of === study && answer.on === on ? answer : {};
}
