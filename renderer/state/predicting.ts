/** The state of the Predict view, stored by the host; other views set it before they switch to it. */
import { create } from 'zustand';
import { MOST_IDS, type Values } from '../../core/contract/kept';
import {
  type PredictedSplit,
  type Predictor,
  predictedSplitSchema,
  type SplitRequest,
} from '../../core/contract/predict';
import type { RunRecord } from '../../core/study/run';
import { keep } from './kept/keep';
import { useNavigation } from './navigation';

/** Files and folders on the host's machine. */
interface Files {
  kind: 'files';
  title: string;
  paths: readonly string[];
  /** The number of files; absent where a folder is among them. */
  count?: number | undefined;
  /** Copies that a browser sent, which end with the page. */
  copied?: boolean;
}

type Which = SplitRequest['which'];

/** What a person chose. Images are those of the chosen runs. */
export type PictureChoice =
  | Files
  | { kind: 'images'; split: PredictedSplit }
  | { kind: 'wrong'; split: PredictedSplit; which: Which };

/** The source of pictures. */
export type PictureSource =
  | Files
  /** Images of a run, spread over `total`. */
  | { kind: 'images'; split: PredictedSplit; from: string; total: number }
  /** Images on which runs are wrong, or disagree. */
  | { kind: 'wrong'; split: PredictedSplit; of: readonly Predictor[]; which: Which };

interface Predicting {
  /** Absent until the person has chosen some. */
  runIds?: readonly string[] | undefined;
  modelIds: readonly string[];
  choice?: PictureChoice | undefined;
  /** Grad-CAM over the pictures. */
  gradCam: boolean;
  /** 0..1 */
  strength: number;
  /** The layer to explain; absent: the last Add and its activation. */
  node?: string | undefined;
}

export const usePredicting = create<Predicting>(() => ({ modelIds: [], gradCam: false, strength: 0.5 }));

/** Images of a split that a run has. */
export function imagesIn(run: RunRecord | undefined, split: PredictedSplit): number {
  const { valCount = 0, testCount = 0, trainCount = 0 } = run?.split ?? {};
  return { validation: valCount, test: testCount, train: trainCount }[split];
}

/** Undefined if the runs have no such images. */
export function sourceOf(
  choice: PictureChoice | undefined,
  runs: readonly RunRecord[],
): PictureSource | undefined {
  if (!choice || choice.kind === 'files') return choice;
  const [run] = runs;
  const total = imagesIn(run, choice.split);
  if (!run || total === 0) return undefined;
  if (choice.kind === 'images') return { ...choice, from: run.id, total };
  const compares = choice.which.kind === 'disagreements';
  if (compares && runs.length < 2) return undefined;
  return { ...choice, of: (compares ? runs : [run]).map(({ id }) => ({ runId: id })) };
}

/** Shows the Predict view with these runs and models. */
export function predictWith({
  runIds = [],
  modelIds = [],
}: {
  runIds?: readonly string[];
  modelIds?: readonly string[];
}): void {
  usePredicting.setState({ runIds, modelIds, node: undefined });
  useNavigation.getState().go('predict');
}

const WRONG = ['mistakes', 'disagreements'] as const;

/** A cell of a confusion matrix is not kept: it belongs to what Compare shows. */
function valuesOf(choice: PictureChoice | undefined): Values {
  const none = { pictures: null, split: null, paths: null, title: null, count: null };
  switch (choice?.kind) {
    case 'files': {
      const { paths, title, count } = choice;
      return choice.copied || choice.paths.length > MOST_IDS
        ? none
        : { ...none, pictures: 'files', paths: [...paths], title, count: count ?? null };
    }
    case 'images':
      return { ...none, pictures: 'images', split: choice.split };
    case 'wrong':
      return choice.which.kind === 'cell'
        ? none
        : { ...none, pictures: choice.which.kind, split: choice.split };
    default:
      return none;
  }
}

function choiceIn({ pictures, split, paths, title, count }: Values): PictureChoice | undefined {
  if (pictures === 'files' && Array.isArray(paths)) {
    const files = { kind: 'files', title: String(title), paths: paths.map(String) } as const;
    return typeof count === 'number' ? { ...files, count } : files;
  }
  const read = predictedSplitSchema.safeParse(split);
  if (!read.success) return undefined;
  if (pictures === 'images') return { kind: 'images', split: read.data };
  const kind = WRONG.find((one) => one === pictures);
  return kind && { kind: 'wrong', split: read.data, which: { kind } };
}

const idsIn = (values: Values[string] | undefined): string[] | undefined =>
  Array.isArray(values) ? values.map(String) : undefined;

keep(usePredicting, {
  concern: 'predict',
  values: ({ runIds, modelIds, choice, gradCam, strength, node }) => ({
    ...{ runs: runIds ? [...runIds] : null, models: [...modelIds], gradCam, strength, node: node ?? null },
    ...valuesOf(choice),
  }),
  change: ({ runs, models, gradCam, strength, node, ...pictures }, state) => ({
    runIds: idsIn(runs) ?? state.runIds,
    modelIds: idsIn(models) ?? state.modelIds,
    gradCam: typeof gradCam === 'boolean' ? gradCam : state.gradCam,
    strength: typeof strength === 'number' ? strength : state.strength,
    node: typeof node === 'string' ? node : state.node,
    choice: choiceIn(pictures) ?? state.choice,
  }),
});
