/**
 * Which networks can be trained: the open graphs, their plain twins, and presets that were added.
 *
 * Keys tell them apart: `doc:<id>` as drawn, `plain:<id>` its shortcuts removed, `preset:<preset id>`.
 */

import type { DatasetInfo } from '../../core/contract/datasets';
import type { GraphDocument, Shape } from '../../core/graph/document';
import { join, t, textOf } from '../../core/messages';
import { removeShortcuts } from '../../core/network/shortcuts';
import { buildPreset, presetFor } from '../../core/presets';
import { takesImages } from '../../core/study/input-shape';
import { analysisOf, identityOf } from '../state/analysis';
import { type Mend, mendFor, type Wanted } from './fitToData';

export interface ArmOption {
  key: string;
  name: string;
  /** "as drawn", "shortcuts removed", "preset". */
  note: string;
  graph: GraphDocument;
  ticked: boolean;
  /** Was added to the list and can be taken off it. */
  removable: boolean;
  /** Key of the plain twin that one click would add; absent when there are no shortcuts or it is listed. */
  addable?: string;
  /** Why it cannot be trained. */
  problem?: string;
  /** For an open graph: the change that makes it fit the data set. */
  mend?: Mend | undefined;
}

export interface OpenGraph {
  id: string;
  document: GraphDocument;
}

export interface Choices {
  ticked: Readonly<Record<string, boolean>>;
  added: readonly string[];
}

/** What is trained in one click when nothing is open: the study's question. */
export const DEFAULT_PRESETS = ['resnet50', 'plain50'] as const;

/** [height, width, channels] that the network takes; undefined where the graph is unsound. */
export function inputOf(graph: GraphDocument): Shape | undefined {
  const { inputId, nodes } = analysisOf(graph);
  return inputId === undefined ? undefined : nodes[inputId]?.outputShape;
}

const twins = new WeakMap<GraphDocument, GraphDocument>();

/** "ResNet-50" -> "Plain-50"; "my-net" -> "my-net, plain". */
export function plainName(name: string): string {
  return /resnet/i.test(name) ? name.replace(/resnet/i, 'Plain') : `${name}, plain`;
}

/** The same network with its shortcuts removed. */
export function plainTwin(graph: GraphDocument): GraphDocument {
  const found = twins.get(graph);
  if (found) return found;
  const twin = { ...removeShortcuts(graph), name: plainName(graph.name) };
  twins.set(graph, twin);
  return twin;
}

const built = new Map<string, GraphDocument>();

/** For the images and classes of the data set that is chosen; of the preset's own size while it is not known. */
function presetGraph(id: string, wanted: Wanted | undefined): GraphDocument | undefined {
  if (!presetFor(id)) return undefined;
  const key = JSON.stringify([id, wanted]);
  const options = wanted && { inputShape: wanted.input, classes: wanted.outputs };
  const graph = built.get(key) ?? buildPreset(id, options);
  built.set(key, graph);
  return graph;
}

const mends = new WeakMap<GraphDocument, Map<string, Mend | undefined>>();

/** Analyzed once for each graph and data set. */
function mendOf(graph: GraphDocument, wanted: Wanted): Mend | undefined {
  const known = mends.get(graph) ?? new Map<string, Mend | undefined>();
  mends.set(graph, known);
  const key = JSON.stringify(wanted);
  if (!known.has(key)) known.set(key, mendFor(graph, wanted));
  return known.get(key);
}

const same = (a: readonly number[] | undefined, b: readonly number[]) =>
  a !== undefined && a.length === b.length && a.every((value, index) => value === b[index]);

const words = (shape: readonly number[] | undefined) => shape?.join('×') ?? t('settings.arms.unknownShape');

/** Why this graph cannot be trained on this data set, or nothing. */
export function armProblem(
  graph: GraphDocument,
  dataset: DatasetInfo | undefined,
  /** Classes that are told apart. */
  outputs = dataset?.classes.length,
): string | undefined {
  const analysis = analysisOf(graph);
  const errors = analysis.problems.filter(({ severity }) => severity === 'error');
  const first = errors[0];
  if (first) {
    const others = errors.length - 1;
    const problem = textOf(first.said);
    return others > 0 ? t('settings.arms.moreProblems', { problem, count: others }) : problem;
  }
  const input = inputOf(graph);
  const output = analysis.outputId && analysis.nodes[analysis.outputId]?.outputShape;
  if (!dataset || !outputs || !input || !output) return undefined;
  if (!takesImages(input, dataset.imageShape)) {
    return t('settings.arms.channels', {
      input: words(input),
      set: dataset.name,
      images: words(dataset.imageShape),
    });
  }
  if (!same(output, [outputs])) {
    const chosen =
      outputs === dataset.classes.length
        ? t('settings.arms.setHas', { set: dataset.name, count: outputs })
        : t('settings.arms.chosen', { count: outputs });
    const ends =
      output.length === 1
        ? t('settings.arms.values', { count: output[0]! })
        : t('settings.arms.shape', { shape: words(output) });
    return t('settings.arms.outputs', { ends, chosen });
  }
  return undefined;
}

function takenName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name} ${n}`;
  taken.add(free);
  return free;
}

/** All arms in the order of training, each open graph with its plain twin behind it. */
export function listArms(
  open: readonly OpenGraph[],
  { ticked, added }: Choices,
  dataset: DatasetInfo | undefined,
  /** Classes that are told apart. */
  outputs = dataset?.classes.length,
): ArmOption[] {
  const wanted = dataset && outputs ? { input: dataset.imageShape, outputs } : undefined;
  const arms: ArmOption[] = [];
  const names = new Set<string>();
  const add = (arm: Omit<ArmOption, 'ticked' | 'name' | 'problem'>, byDefault: boolean) => {
    const problem = armProblem(arm.graph, dataset, outputs);
    arms.push({
      ...arm,
      name: takenName(arm.graph.name, names),
      problem,
      ticked: problem === undefined && (ticked[arm.key] ?? byDefault),
    });
  };
  const shortcuts = (graph: GraphDocument) => identityOf(graph).variant === 'residual';

  // A graph without a node says nothing yet: it neither is an arm nor stands for the person's choice.
  const drawn = open.filter(({ document }) => document.nodes.length > 0);
  const plainOnes = new Set(
    drawn
      .map(({ document }) => identityOf(document))
      .filter(({ variant }) => variant === 'plain')
      .map(({ twinKey }) => twinKey),
  );
  for (const { id, document } of drawn) {
    const twin = `plain:${id}`;
    const listed = added.includes(twin);
    const residual = shortcuts(document);
    add(
      {
        key: `doc:${id}`,
        note: t('settings.arms.asDrawn'),
        graph: document,
        ...(wanted ? { mend: mendOf(document, wanted) } : {}),
        removable: false,
        // An open plain twin is an arm already.
        addable: residual && !listed && !plainOnes.has(identityOf(document).twinKey) ? twin : undefined,
      },
      true,
    );
    if (residual && listed) {
      add(
        { key: twin, note: t('settings.arms.shortcutsRemoved'), graph: plainTwin(document), removable: true },
        true,
      );
    }
  }
  const presetIds = added.flatMap((key) => (key.startsWith('preset:') ? [key.slice('preset:'.length)] : []));
  const defaults: readonly string[] = drawn.length === 0 ? DEFAULT_PRESETS : [];
  for (const id of new Set([...defaults, ...presetIds])) {
    const graph = presetGraph(id, wanted);
    if (!graph) continue;
    add(
      { key: `preset:${id}`, note: t('settings.arms.preset'), graph, removable: presetIds.includes(id) },
      true,
    );
  }
  return arms;
}

/** "ResNet-50 against Plain-50 on CIFAR-10". */
export function studyName(arms: readonly Pick<ArmOption, 'name'>[], dataset: string): string {
  const names = arms.map(({ name }) => name);
  const [first = '', second = ''] = names;
  const networks =
    names.length === 0
      ? t('settings.arms.nothing')
      : names.length === 2
        ? t('settings.arms.against', { first, second })
        : names.length > 3
          ? t('settings.arms.networks', { count: names.length })
          : join(names);
  return t('settings.arms.study', { networks, set: dataset });
}
