import { useMemo, useRef } from 'react';
import type { Study } from '../../../core/ablation/study';
import { sameJson } from '../../../core/basics/same-json';
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { GraphDocument } from '../../../core/graph/document';
import { type ShownArm, shownArms } from './resolve';

/** The arms of the open study. A graph stays the same object while it does not change, since it is analyzed once. */
export function useShownArms(
  study: Study | undefined,
  datasets: readonly DatasetInfo[],
): readonly ShownArm[] {
  const graphs = useRef(new Map<string, GraphDocument>());
  const { base, arms, baseline, recipe, settings, varied } = study ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question and the name change no graph
  return useMemo(() => {
    if (!study) return [];
    const shown = shownArms(study, datasets).map((one) => {
      const known = graphs.current.get(one.arm.name);
      return known && sameJson(known, one.graph) ? { ...one, graph: known } : one;
    });
    graphs.current = new Map(shown.flatMap(({ arm, graph }) => (graph ? [[arm.name, graph]] : [])));
    return shown;
  }, [base, arms, baseline, recipe, settings, varied, datasets]);
}
