/** What the open study has left to train, as the host sees it. */
import { useEffect, useState } from 'react';
import type { StudyPlan } from '../../../core/contract/studies';
import { client } from '../../client/client';
import { messageOf } from '../../client/errors';
import type { OpenStudy } from '../../settings/study/open';

export interface Planned {
  plan?: StudyPlan;
  /** Why it cannot be trained. */
  problem?: string;
}

/** Milliseconds after the last edit. */
const ASK_AFTER = 300;

/** @param runs changes when the study has other runs. Empty until the host has answered. */
export function usePlan(open: OpenStudy | undefined, runs: string): Planned {
  const [answer, setAnswer] = useState<Planned & { of?: OpenStudy['study'] }>({});
  const id = open?.id;
  const study = open?.study;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other runs are another plan
  useEffect(() => {
    if (!id || !study) return;
    let current = true;
    const timer = setTimeout(async () => {
      const next = await client.studies.plan({ id, study }).then(
        (plan) => ({ plan }),
        (error: unknown) => ({ problem: messageOf(error) }),
      );
      if (current) setAnswer({ ...next, of: study });
    }, ASK_AFTER);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, study, runs]);
  return answer.of === study ? answer : {};
}
