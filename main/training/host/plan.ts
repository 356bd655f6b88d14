/** Plans the runs of a new study or of a resumed one. Checks everything before anything is created. */

import { join } from 'node:path';
import { cellKey } from '../../../core/ablation/cells';
import { analyze } from '../../../core/analysis/analyze';
import { inputStatistics } from '../../../core/analysis/input-pixels';
import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
import type { GraphDocument } from '../../../core/graph/document';
import { message } from '../../../core/messages';
import { isHalved } from '../../../core/study/halved-runs';
import type { RunRecord } from '../../../core/study/run';
import {
  type StudyRequest,
  type TrainingSettings,
  trainingSettingsSchema,
} from '../../../core/study/settings';
import { Refusal, refuse } from '../../basics/refusal';
import type { Work } from '../../basics/work';
import { statisticsOf } from '../../compiler/passes/normalize';
import type { DatasetStore } from '../../datasets';
import type { ImagesIdentity } from '../../datasets/storage/digest';
import { type DatasetManifest, LISTED_FILE } from '../../datasets/storage/store';
import { startOf } from '../../models/start';
import { belongingOf } from '../../runs/binding';
import { describeEnvironment } from '../../runs/environment';
import { studyId } from '../../runs/ids';
import type { RunStore } from '../../runs/store';
import { checkExtension, type Extended, lastPlace, reopened } from './reopen';
import { type CheckedCell, checkSameImages, checkStudy, describeSplit, sawImages } from './validate';

type Datasets = Pick<DatasetStore, 'manifest' | 'folder' | 'identity' | 'use'>;

export interface PlanOptions {
  runs: RunStore;
  datasets: Datasets;
  /** Without it, every network starts with random weights. */
  models?: Parameters<typeof startOf>[0];
  app: { version: string; host: string };
  /** Data sets of older versions are read once before the first run. */
  onProgress?: Work['onProgress'];
}

export interface Plan {
  studyId: string;
  /** In order of training. */
  runs: RunRecord[];
  /** By run. */
  graphs: ReadonlyMap<string, GraphDocument>;
  /** By data set. */
  manifests: ReadonlyMap<string, DatasetManifest>;
  /** By run: a place where it may still be training, since nobody saw it end there. */
  leftAt: ReadonlyMap<string, string>;
}

/**
 * Every arm with every seed.
 * @param start initial weights of every arm, and where they come from.
 * @throws Refusal if an arm or the data set cannot be trained.
 */
export async function planStudy(
  options: PlanOptions,
  request: StudyRequest,
  start: Pick<Parameters<RunStore['create']>[0], 'weights' | 'startedFrom'> = {},
): Promise<Plan> {
  const { datasets, runs, models, onProgress } = options;
  const manifests = new Map<string, DatasetManifest>();
  const manifestOf = async (dataset: string) => {
    const manifest = manifests.get(dataset) ?? (await datasets.manifest(dataset));
    manifests.set(dataset, manifest);
    return manifest;
  };
  const cells = await newCells(runs, request, await checkStudy(request, manifestOf));
  const identities = new Map<string, ImagesIdentity>();
  for (const dataset of manifests.keys()) {
    identities.set(dataset, await datasets.identity(dataset, { onProgress }));
  }
  const startOfArm = startsOf(start.weights ? undefined : models);
  const id = request.studyId ?? studyId(request.name, new Date());
  const created: RunRecord[] = [];
  const graphs = new Map<string, GraphDocument>();
  try {
    for (const { arm, images: manifest, values, ...cell } of inOrder(cells, request)) {
      const settings = withNormalization(cell.settings, arm.graph);
      const { dataset } = settings;
      const run = await runs.create({
        studyId: id,
        studyName: request.name,
        arm: arm.name,
        ...(request.baseline === undefined ? {} : { baseline: request.baseline }),
        ...(request.halving === undefined ? {} : { halving: request.halving }),
        ...(values.length === 0 ? {} : { varied: [...values] }),
        ...(request.studyId === undefined ? {} : { cell: cellKey({ arm, settings: cell.settings }) }),
        settings,
        network: arm.network,
        graph: arm.graph,
        summary: arm.summary,
        split: { ...describeSplit(settings, manifest), ...identities.get(dataset) },
        ...(manifest.dropped + manifest.odd > 0
          ? { listed: join(datasets.folder(dataset), LISTED_FILE) }
          : {}),
        environment: describeEnvironment(options.app, settings),
        ...start,
        ...(await startOfArm(arm.graph, settings)),
      });
      created.push(run);
      graphs.set(run.id, arm.graph);
    }
  } catch (error) {
    // A study is created completely or not at all.
    for (const run of created) await runs.discard(run.id);
    throw error;
  }
  return { studyId: id, runs: created, graphs, manifests, leftAt: new Map() };
}

/** With a rule that ends hopeless arms, seed by seed: it decides as soon as the seeds that it judges have come far enough. */
function inOrder<Cell extends { seed: number }>(
  cells: readonly Cell[],
  { halving, seeds }: StudyRequest,
): readonly Cell[] {
  return halving
    ? [...cells].sort((one, other) => seeds.indexOf(one.seed) - seeds.indexOf(other.seed))
    : cells;
}

/**
 * The runs of a stored study, by their cells: of several, one that is done, or else the newest. One that failed leaves its cell to be trained
 * again; one that was stopped can go on.
 * @param runs newest first
 */
export function trainedCells(runs: readonly RunRecord[], id: string | undefined): Map<string, RunRecord> {
  const cells = new Map<string, RunRecord>();
  for (const run of runs) {
    if (run.cell === undefined || run.studyId !== id || run.state === 'failed') continue;
    const other = cells.get(run.cell);
    if (!other || (isTrained(run) && !isTrained(other))) cells.set(run.cell, run);
  }
  return cells;
}

/** To the end, or as far as its study's rule let it. */
export const isTrained = (run: RunRecord): boolean => run.state === 'finished' || isHalved(run);

/**
 * The cells of a stored study that have no run yet; all cells of another study.
 * @throws Refusal if every cell has a run
 */
async function newCells(
  runs: Pick<RunStore, 'scan'>,
  { studyId: id, name }: StudyRequest,
  cells: readonly CheckedCell[],
): Promise<readonly CheckedCell[]> {
  if (id === undefined) return cells;
  const there = new Set(trainedCells((await runs.scan()).runs, id).keys());
  const left = cells.filter((cell) => !there.has(cellKey(cell)));
  if (left.length === 0) refuse('training.unfit.nothingNew', { name });
  return left;
}

/** Initial weights of arms that came from an imported model; read once for each arm. */
function startsOf(models: PlanOptions['models']) {
  const known = new Map<GraphDocument, ReturnType<typeof startOf>>();
  return async (graph: GraphDocument, { initialWeights }: TrainingSettings) => {
    if (!models || initialWeights !== 'model') return undefined;
    const start = known.get(graph) ?? startOf(models, graph);
    known.set(graph, start);
    return start;
  };
}

/**
 * Resumes ended runs, each from its newest checkpoint.
 * @throws Refusal if a run is active or finished without an extension, its data set has changed, its checkpoint is
 * damaged, or the extension's rate is 0.
 */
export async function planResume(
  options: PlanOptions,
  runIds: readonly string[],
  extension?: Extended,
): Promise<Plan> {
  const { runs, datasets, onProgress } = options;
  const ids = [...new Set(runIds)];
  const graphs = new Map<string, GraphDocument>();
  const manifests = new Map<string, DatasetManifest>();
  const leftAt = new Map<string, string>();
  const changes = new Map<string, Partial<RunRecord>>();
  const held = new Set<string>();
  let study: string | undefined;
  try {
    for (const id of ids) {
      // Checked again below, when no other process can change it.
      checkTakenUp(await runs.get(id), extension);
      const run = await runs.owned.take(id);
      held.add(id);
      study ??= run.studyId;
      checkTakenUp(run, extension);
      if (run.where !== undefined && (run.state === 'interrupted' || run.state === 'failed'))
        leftAt.set(id, run.where);
      const { dataset } = run.settings;
      manifests.set(dataset, await datasets.manifest(dataset));
      const identity = await datasets.identity(dataset, { onProgress });
      checkSameImages(run, identity);
      const graph = await runs.graph(id);
      graphs.set(id, graph);
      const place = await lastPlace(run, runs.folder(id), belongingOf(run, graph));
      if (extension) checkExtension(run, place, extension);
      // Records of older versions get the digest.
      const split = run.split?.fingerprint === undefined ? run.split : { ...run.split, ...identity };
      changes.set(id, { ...reopened(run, place, extension), split });
    }
    if (study === undefined) refuse('training.resume.noRun');
    const taken: RunRecord[] = [];
    for (const [id, change] of changes) taken.push(await runs.requeue(id, change));
    return { studyId: study, runs: taken, graphs, manifests, leftAt };
  } catch (error) {
    for (const id of held) await runs.owned.release(id);
    throw error;
  }
}

/** @throws Refusal if it is active, or has finished and gets no more epochs */
export function checkTakenUp(
  { id, state, settings, epochs, changes }: RunRecord,
  extension?: Extended,
): void {
  if (state === 'queued' || state === 'preparing' || state === 'running') {
    refuse('training.resume.active', { id, state });
  }
  if (state === 'finished' && !extension) {
    const early = changes.at(-1)?.type === 'stopped-early' && epochs.length < settings.epochs;
    throw new Refusal(
      early
        ? message('training.resume.stoppedEarly', { id, done: epochs.length, epochs: settings.epochs })
        : message('training.resume.finished', { id, epochs: settings.epochs }),
    );
  }
  const most = trainingSettingsSchema.shape.epochs.unwrap();
  const wanted = settings.epochs + (extension?.epochs ?? 0);
  if (!most.safeParse(wanted).success) {
    refuse('training.resume.epochs', {
      least: Number(most.minValue),
      most: Number(most.maxValue),
      received: wanted,
    });
  }
}

/** Without one where the network's Input prepares pixels itself. */
const withNormalization = (settings: TrainingSettings, graph: GraphDocument): TrainingSettings =>
  inputStatistics(analyze(graph)) ? { ...settings, normalization: 'none' } : settings;

async function statisticsFor(
  run: RunRecord,
  { dataset, normalization }: TrainingSettings,
  datasets: Datasets,
): Promise<NonNullable<RunRecord['startedFrom']>['statistics']> {
  if (normalization === 'none') return undefined;
  if (normalization !== run.settings.normalization) return 'other-normalization';
  const same = dataset === run.settings.dataset && sawImages(run, await datasets.identity(dataset));
  return same ? 'checkpoint' : 'other-data';
}

/**
 * A new run that starts with a checkpoint's weights and, if data and normalization are the same, its image statistics.
 * @throws Refusal if there is no such checkpoint, it is damaged, or the data set does not fit the network
 */
export async function planRestart(
  options: PlanOptions,
  runId: string,
  which: CheckpointChoice,
  settings: TrainingSettings,
): Promise<Plan> {
  const { runs } = options;
  const run = await runs.get(runId);
  const graph = await runs.graph(runId);
  const { order, nodes, inputId } = analyze(graph);
  const statistics = await statisticsFor(run, withNormalization(settings, graph), options.datasets);
  const imageShape = nodes[inputId as string]?.outputShape ?? [];
  const names = [
    ...order.flatMap((id) => (nodes[id]?.weights ?? []).map(({ name }) => `${id}/${name}`)),
    ...(statistics === 'checkpoint' ? statisticsOf(settings.normalization, imageShape) : []).map(
      ({ name }) => name,
    ),
  ];
  const { checkpoint, tensors: variables } = await runs.chosen(runId, which, (name) => names.includes(name));
  const { file, epoch, step } = checkpoint;
  const weights = new Map(
    names.map((name) => {
      const tensor = variables.get(name) ?? refuse('training.checkpoint.lacks', { file, id: runId, name });
      return [name, tensor] as const;
    }),
  );
  return planStudy(
    options,
    {
      name: `${run.studyName}, restarted`,
      arms: [{ name: run.arm, graph }],
      // The schedule starts over.
      settings: { ...settings, extensions: [] },
      seeds: [settings.seed],
    },
    { weights, startedFrom: { runId, epoch, step, ...(statistics ? { statistics } : {}) } },
  );
}
