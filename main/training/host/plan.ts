/** Plans the runs of a new study or of a resumed one. Checks everything before anything is created. */

import { join } from 'node:path';
import { analyze } from '../../../core/analysis/analyze';
import { inputStatistics } from '../../../core/analysis/input-pixels';
import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
import type { GraphDocument } from '../../../core/graph/document';
import { message } from '../../../core/messages';
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
import { type DatasetManifest, LISTED_FILE } from '../../datasets/storage/store';
import { startOf } from '../../models/start';
import { belongingOf } from '../../runs/binding';
import { describeEnvironment } from '../../runs/environment';
import { studyId } from '../../runs/ids';
import type { RunStore } from '../../runs/store';
import { checkExtension, type Extended, lastPlace, reopened } from './reopen';
import { checkSameImages, checkStudy, describeSplit, sawImages } from './validate';

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
  const { dataset, initialWeights } = request.settings;
  const fromModels = models && initialWeights === 'model' && !start.weights ? models : undefined;
  const manifest = await datasets.manifest(dataset);
  const arms = checkStudy(request, manifest);
  const identity = await datasets.identity(dataset, { onProgress });
  const id = studyId(request.name, new Date());
  const created: RunRecord[] = [];
  const graphs = new Map<string, GraphDocument>();
  try {
    for (const arm of arms) {
      const own = fromModels && (await startOf(fromModels, arm.graph));
      for (const seed of request.seeds) {
        const settings = { ...withNormalization(request.settings, arm.graph), seed };
        const run = await runs.create({
          studyId: id,
          studyName: request.name,
          arm: arm.name,
          settings,
          network: arm.network,
          graph: arm.graph,
          summary: arm.summary,
          split: { ...describeSplit(settings, manifest), ...identity },
          ...(manifest.dropped + manifest.odd > 0
            ? { listed: join(datasets.folder(dataset), LISTED_FILE) }
            : {}),
          environment: describeEnvironment(options.app, settings),
          ...start,
          ...own,
        });
        created.push(run);
        graphs.set(run.id, arm.graph);
      }
    }
  } catch (error) {
    // A study is created completely or not at all.
    for (const run of created) await runs.discard(run.id);
    throw error;
  }
  return { studyId: id, runs: created, graphs, manifests: new Map([[dataset, manifest]]) };
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
    return { studyId: study, runs: taken, graphs, manifests };
  } catch (error) {
    for (const id of held) await runs.owned.release(id);
    throw error;
  }
}

function checkTakenUp(
  { id, state, settings, epochs, changes }: RunRecord,
  extension: Extended | undefined,
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
