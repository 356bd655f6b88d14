import { useEffect, useState } from 'react';
import type { MemoryEstimate } from '../../core/contract/training';
import type { GraphDocument } from '../../core/graph/document';
import type { TrainingSettings } from '../../core/study/settings';
import { client } from '../client/client';
import type { ArmOption } from '../settings/arms';
import { largestOf } from './describeMemory';
import { numberOf } from './graphNumber';

/** Pause in typing before the host is asked. */
const WAIT_MS = 350;

const known = new WeakMap<GraphDocument, Map<string, Promise<MemoryEstimate>>>();

/** The estimate of one network, kept for 30 s, since the device's free memory changes. */
function estimateOf(graph: GraphDocument, settings: TrainingSettings): Promise<MemoryEstimate> {
  const key = JSON.stringify(settings);
  const answers = known.get(graph) ?? new Map<string, Promise<MemoryEstimate>>();
  known.set(graph, answers);
  const answer = answers.get(key) ?? client.training.estimate({ graph, settings });
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  setTimeout(() => answers.delete(key), 30_000);
  return answer;
}

export interface Estimated {
  arm: string;
  estimate: MemoryEstimate;
  /** It answers the previous question. */
  stale: boolean;
}

/** The estimate of the arm that needs the most; undefined until it is known, or if there is none. */
export function useMemoryEstimate(
  arms: readonly Pick<ArmOption, 'key' | 'name' | 'graph'>[],
  settings: TrainingSettings | undefined,
): Estimated | undefined {
  const [found, setFound] = useState<{ asked: string; estimated: Omit<Estimated, 'stale'> | undefined }>();
  const asked =
    settings && arms.length > 0
      ? `${JSON.stringify(settings)} ${arms.map(({ key, graph }) => `${key} ${numberOf(graph)}`)}`
      : '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` names the settings, the arms and their graphs.
  useEffect(() => {
    if (!settings || arms.length === 0) return;
    let present = true;
    const timer = setTimeout(() => {
      const all = arms.map(async ({ name, graph }) => ({
        arm: name,
        estimate: await estimateOf(graph, settings),
      }));
      Promise.all(all).then(
        (estimated) => present && setFound({ asked, estimated: largestOf(estimated) }),
        () => present && setFound(undefined),
      );
    }, WAIT_MS);
    return () => {
      present = false;
      clearTimeout(timer);
    };
  }, [asked]);
  if (asked === '' || !found?.estimated) return undefined;
  return { ...found.estimated, stale: found.asked !== asked };
}
