/** The networks that can be trained: open graphs, their plain twins, and presets. */
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatShape } from '../../core/format/shape';
import type { GraphDocument, Shape } from '../../core/graph/document';
import { join, t, textOf } from '../../core/messages';
import { mutedShortcuts, plainName, removeShortcuts } from '../../core/network/shortcuts';
import { buildPreset, presetFor } from '../../core/presets';
import { takesImages } from '../../core/study/input-shape';
import { tuningPhrase } from '../../core/study/tuning';
import { analysisOf, identityOf } from '../state/analysis';
import { type Fit, fitFor, type Wanted } from './fitToData';

export interface ArmOption {
  /** `doc:<id>` for an open graph, `plain:<id>` for its plain twin, `preset:<preset id>`. */
  key: string;
  name: string;
  /** "as drawn", "shortcuts removed", "preset". */
  note: string;
  /** What is frozen in an open graph, and its learning-rate factors. */
  tuning?: string;
  graph: GraphDocument;
  ticked: boolean;
  /** It was added to the list, and can be removed from it. */
  removable: boolean;
  /** Key of the plain twin that can be added; absent if there are no shortcuts or the twin is listed. */
  addable?: string;
  /** Why it cannot be trained. */
  problem?: string;
  /** For an open graph: the change that makes it fit the data set. */
  fit?: Fit;
}

export interface OpenGraph {
  id: string;
  document: GraphDocument;
}

export interface Choices {
  ticked: Readonly<Record<string, boolean>>;
  added: readonly string[];
  /** Id of the graph that Build shows: it is ticked while none of the open ones was chosen. */
  shown?: string | undefined;
}

/** Offered when no graph is open. */
const DEFAULT_PRESETS = ['resnet50', 'plain50'];

/** [height, width, channels]; undefined if the graph has errors. */
export function inputOf(graph: GraphDocument): Shape | undefined {
  const { inputId, nodes } = analysisOf(graph);
  return inputId === undefined ? undefined : nodes[inputId]?.outputShape;
}

/** Says what was removed, so that the arm is not taken for the whole network. */
function nameInStudy(graph: GraphDocument, variant: 'residual' | 'plain'): string {
  const count = mutedShortcuts(graph).length;
  if (count === 0) return graph.name;
  if (variant === 'residual') return t('settings.arms.fewerShortcuts', { name: graph.name, count });
  // A twin that was opened has its name already.
  return /plain/i.test(graph.name) ? graph.name : plainName(graph.name);
}

const twins = new WeakMap<GraphDocument, GraphDocument>();

function plainTwin(graph: GraphDocument): GraphDocument {
  const twin = twins.get(graph) ?? { ...removeShortcuts(graph), name: plainName(graph.name) };
  twins.set(graph, twin);
  return twin;
}

const built = new Map<string, GraphDocument>();

/** For the data set's images and classes; in the preset's own size while they are unknown. */
function presetGraph(id: string, wanted: Wanted | undefined): GraphDocument | undefined {
  if (!presetFor(id)) return undefined;
  const key = JSON.stringify([id, wanted]);
  const options = wanted && { inputShape: wanted.input, classes: wanted.outputs };
  const graph = built.get(key) ?? buildPreset(id, options);
  built.set(key, graph);
  return graph;
}

const fits = new WeakMap<GraphDocument, Map<string, Fit | undefined>>();

/** Analyzed once for each graph and data set. */
function fitOf(graph: GraphDocument, wanted: Wanted): Fit | undefined {
  const known = fits.get(graph) ?? new Map<string, Fit | undefined>();
  fits.set(graph, known);
  const key = JSON.stringify(wanted);
  if (!known.has(key)) known.set(key, fitFor(graph, wanted));
  return known.get(key);
}

/** Why this graph cannot be trained on this data set. @param outputs classes to tell apart */
export function armProblem(
  graph: GraphDocument,
  dataset: DatasetInfo | undefined,
  outputs = dataset?.classes.length,
): string | undefined {
  const { problems, outputId, nodes } = analysisOf(graph);
  const [first, ...others] = problems.filter(({ severity }) => severity === 'error');
  if (first) {
    const problem = textOf(first.said);
    return others.length > 0 ? t('settings.arms.moreProblems', { problem, count: others.length }) : problem;
  }
  const input = inputOf(graph);
  const output = outputId && nodes[outputId]?.outputShape;
  if (!dataset || !outputs || !input || !output) return undefined;
  const { name: set, imageShape, classes } = dataset;
  if (!takesImages(input, imageShape)) {
    return t('settings.arms.channels', { input: formatShape(input), set, images: formatShape(imageShape) });
  }
  if (output.length === 1 && output[0] === outputs) return undefined;
  return t('settings.arms.outputs', {
    ends:
      output.length === 1
        ? t('settings.arms.values', { count: output[0]! })
        : t('settings.arms.shape', { shape: formatShape(output) }),
    chosen:
      outputs === classes.length
        ? t('settings.arms.setHas', { set, count: outputs })
        : t('settings.arms.chosen', { count: outputs }),
  });
}

function takenName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name} ${n}`;
  taken.add(free);
  return free;
}

/** In the order of training, each plain twin behind its graph. @param outputs classes to tell apart */
export function listArms(
  open: readonly OpenGraph[],
  { ticked, added, shown }: Choices,
  dataset: DatasetInfo | undefined,
  outputs = dataset?.classes.length,
): ArmOption[] {
  const wanted = dataset && outputs ? { input: dataset.imageShape, outputs } : undefined;
  const arms: ArmOption[] = [];
  const names = new Set<string>();
  const isChosen = open.some(({ id }) => ticked[`doc:${id}`]);
  const byDefault = (key: string) => !key.startsWith('doc:') || (!isChosen && key === `doc:${shown}`);
  const add = (arm: Omit<ArmOption, 'ticked' | 'problem'>) => {
    const problem = armProblem(arm.graph, dataset, outputs);
    arms.push({
      ...arm,
      name: takenName(arm.name, names),
      problem,
      ticked: problem === undefined && (ticked[arm.key] ?? byDefault(arm.key)),
    });
  };

  // An empty graph is not an arm, and does not replace the defaults.
  const drawn = open
    .filter(({ document }) => document.nodes.length > 0)
    .map((graph) => ({ ...graph, ...identityOf(graph.document) }));
  const plainKeys = drawn.filter(({ variant }) => variant === 'plain').map(({ twinKey }) => twinKey);
  for (const { id, document, variant, twinKey } of drawn) {
    const twin = `plain:${id}`;
    const listed = added.includes(twin);
    const residual = variant === 'residual';
    add({
      key: `doc:${id}`,
      name: nameInStudy(document, variant),
      note: t('settings.arms.asDrawn'),
      tuning: tuningPhrase(identityOf(document).tuning),
      graph: document,
      fit: wanted && fitOf(document, wanted),
      removable: false,
      addable: residual && !listed && !plainKeys.includes(twinKey) ? twin : undefined,
    });
    if (residual && listed) {
      const note = t('settings.arms.shortcutsRemoved');
      const graph = plainTwin(document);
      add({ key: twin, name: graph.name, note, graph, removable: true });
    }
  }
  const presetIds = added
    .filter((key) => key.startsWith('preset:'))
    .map((key) => key.slice('preset:'.length));
  for (const id of new Set([...(drawn.length === 0 ? DEFAULT_PRESETS : []), ...presetIds])) {
    const graph = presetGraph(id, wanted);
    const note = t('settings.arms.preset');
    if (graph) add({ key: `preset:${id}`, name: graph.name, note, graph, removable: presetIds.includes(id) });
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
