/** What arms do not have in common, and a control that has as many parameters. */
import { analyze } from '../analysis/analyze';
import { elementCount } from '../basics/element-count';
import { groupBy } from '../basics/group-by';
import { sameJson } from '../basics/same-json';
import type { GraphDocument } from '../graph/document';
import { t } from '../messages';
import { mean } from '../statistics/sample';
import { changesBetween, impliedBetween } from '../study/setting/changes';
import { valueAt } from '../study/setting/list';
import { nounOf, valueText } from '../study/setting/texts';
import type { TrainingSettings } from '../study/settings';
import { leastChannels, widened } from './edits/width';
import type { Study, StudyArm } from './study';

/** Numbers of an arm: parameters, multiply-adds for an image, and seconds of a run where they are known. */
export interface Measures {
  arm: string;
  params: number;
  macs: number;
  seconds?: number | undefined;
}

export type Measure = 'params' | 'macs' | 'seconds';

export interface Inequality {
  arm: string;
  measure: Measure;
  value: number;
  /** Value divided by the baseline's. */
  ratio: number;
}

/** Parameters and multiply-adds of each arm, and its mean time over the varied settings. */
export const measuresOf = (variants: readonly Measures[]): Measures[] =>
  [...groupBy(variants, ({ arm }) => arm).values()].map((all) => {
    const [{ arm, params, macs }] = all as [Measures];
    const times = all.flatMap(({ seconds }) => seconds ?? []);
    return { arm, params, macs, seconds: times.length === all.length ? mean(times) : undefined };
  });

/** Times differ from run to run. */
const SAME_TIME = 0.05;

/** In which the arms are not equal to the baseline. */
export function inequalities(all: readonly Measures[], baseline: string): Inequality[] {
  const base = all.find(({ arm }) => arm === baseline);
  if (!base) return [];
  return all.flatMap((one) =>
    (['params', 'macs', 'seconds'] as const).flatMap((measure) => {
      const [value, than] = [one[measure], base[measure]];
      if (value === undefined || than === undefined || than === 0) return [];
      const ratio = value / than;
      const same = measure === 'seconds' ? Math.abs(ratio - 1) <= SAME_TIME : value === than;
      return same ? [] : [{ arm: one.arm, measure, value, ratio }];
    }),
  );
}

/** What the batches of a run follow from, apart from its seed. */
const OF_BATCHES: ReadonlySet<string> = new Set<keyof TrainingSettings>([
  'dataset',
  'trainLimit',
  'selection',
  'order',
  'batchSize',
  'augmentation',
]);

export interface OtherBatches {
  arm: string;
  /** Paths of the settings in which it differs from the baseline. */
  settings: string[];
}

/**
 * The arms whose runs do not see the same images in the same batches, with the same augmentation, as the baseline's run of
 * the same seed.
 */
export function otherBatches(
  arms: readonly { name: string; settings: TrainingSettings }[],
  baseline: string,
): OtherBatches[] {
  const base = arms.find(({ name }) => name === baseline);
  if (!base) return [];
  return arms.flatMap(({ name, settings }) => {
    const differing = Object.keys(changesBetween(base.settings, settings)).filter((path) =>
      OF_BATCHES.has(path.split('.')[0]!),
    );
    return differing.length === 0 ? [] : [{ arm: name, settings: differing }];
  });
}

export interface OtherDefaults {
  arm: string;
  /** "learning rate 0.001". */
  settings: string[];
}

/** What else changes in an arm with another optimizer or schedule than the baseline: it starts with the defaults of that one. */
export function otherDefaults(
  arms: readonly { name: string; settings: TrainingSettings }[],
  baseline: string,
): OtherDefaults[] {
  const base = arms.find(({ name }) => name === baseline);
  if (!base) return [];
  return arms.flatMap(({ name, settings }) => {
    const implied = impliedBetween(base.settings, settings);
    return implied.length === 0
      ? []
      : [
          {
            arm: name,
            settings: implied.map(
              (setting) => `${nounOf(setting)} ${valueText(setting, valueAt(settings, setting.path))}`,
            ),
          },
        ];
  });
}

export interface SharedStart {
  /** Parameters that both have, by name and shape, which start with the same values for the same seed. */
  shared: number;
  /** Parameters of the arm that the baseline does not have. */
  own: number;
}

export function sharedStart(arm: GraphDocument, baseline: GraphDocument): SharedStart {
  const theirs = weightsOf(baseline);
  const counts: SharedStart = { shared: 0, own: 0 };
  for (const [name, { shape, count }] of weightsOf(arm))
    counts[theirs.get(name)?.shape === shape ? 'shared' : 'own'] += count;
  return counts;
}

function weightsOf(document: GraphDocument): Map<string, { shape: string; count: number }> {
  const { order, nodes } = analyze(document);
  return new Map(
    order.flatMap((id) =>
      (nodes[id]?.weights ?? []).map(({ name, shape }) => [
        `${id}/${name}`,
        { shape: shape.join(), count: elementCount(shape) },
      ]),
    ),
  );
}

export interface Control {
  /** The arm that is made as large as the baseline. */
  of: string;
  arm: StudyArm;
  params: number;
  /** Parameters more than wanted; fewer if negative. */
  remaining: number;
}

const WIDEST = 8;

/** For each arm that has another number of parameters than the baseline, unless the study has its control. */
export function missingControls(
  { arms, baseline }: Pick<Study, 'arms' | 'baseline'>,
  graphOf: (arm: string) => GraphDocument | undefined,
): Control[] {
  const base = graphOf(baseline);
  if (!base) return [];
  const wanted = analyze(base).totals.params;
  return arms.flatMap((arm) => {
    const graph = graphOf(arm.name);
    const control = graph && equalParameterControl(arm, graph, wanted);
    const isThere = arms.some(
      ({ base, edits }) => sameJson(base, control?.arm.base) && sameJson(edits, control?.arm.edits),
    );
    return control && !isThere ? [control] : [];
  });
}

/**
 * The arm made wider or narrower, so that it has as many parameters as another network, as closely as whole filters
 * allow.
 * @param graph the arm's. @param wanted parameters
 * @returns undefined if no width brings it closer
 */
export function equalParameterControl(
  { name, settings }: Pick<StudyArm, 'name' | 'settings'>,
  graph: GraphDocument,
  wanted: number,
): Control | undefined {
  const paramsAt = (factor: number) => analyze(widened(graph, factor)).totals.params;
  const now = analyze(graph).totals.params;
  const steps = leastChannels(graph);
  if (steps === undefined || now === wanted) return undefined;
  // More filters are more parameters: search among the factors that change the smallest layer by one filter.
  let [low, high] = [1, WIDEST * steps];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (paramsAt(middle / steps) < wanted) low = middle + 1;
    else high = middle;
  }
  const near = [low - 1, low]
    .filter((filters) => filters >= 1)
    .map((filters) => ({ factor: filters / steps, params: paramsAt(filters / steps) }));
  const best = near.reduce((one, other) =>
    Math.abs(other.params - wanted) < Math.abs(one.params - wanted) ? other : one,
  );
  if (Math.abs(best.params - wanted) >= Math.abs(now - wanted)) return undefined;
  return {
    of: name,
    arm: {
      name: t('ablation.fairness.controlName', { arm: name }),
      base: { arm: name },
      edits: [{ kind: 'width', factor: best.factor }],
      ...(settings ? { settings } : {}),
    },
    params: best.params,
    remaining: best.params - wanted,
  };
}
