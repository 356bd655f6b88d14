/** One run from job to end, in the worker process. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { analyze } from '../../../core/analysis/analyze';
import { messageOf } from '../../../core/basics/errors';
import { formatBytes } from '../../../core/format/bytes';
import { formatDecimals } from '../../../core/format/number';
import { plural } from '../../../core/format/plural';
import { inEnglish, type Message, message, sentences } from '../../../core/messages';
import { refuse } from '../../basics/refusal';
import { compile } from '../../compiler';
import type { CompiledModel, CompileOptions } from '../../compiler/types';
import { type Selected, selectSplits } from '../../datasets/selection';
import { readStored } from '../../datasets/storage/store';
import { DiskTrouble, inWords, writing } from '../../disk/trouble';
import { openSession } from '../../engine/session';
import type { Session } from '../../engine/types';
import { type RunFolder, runFolder } from '../../runs/folder';
import { graphDefOf } from '../../runs/tensorboard/graph';
import type { Callback } from '../callbacks/callback';
import { Checkpoint } from '../callbacks/checkpoint';
import { confusion } from '../callbacks/confusion';
import { diagnostics } from '../callbacks/diagnostics';
import { earlyStopping } from '../callbacks/early-stopping';
import { Metrics } from '../callbacks/metrics';
import { Progress, thinnedOut } from '../callbacks/progress';
import { schedule } from '../callbacks/schedule';
import { TensorBoard } from '../callbacks/tensorboard';
import { compileOptions } from '../estimate/compile-options';
import { inputShapeOf } from '../estimate/input-shape';
import { prepareImages, Stopped } from '../images/prepare-images';
import { finalTest } from '../loop/final-test';
import { trainingLoop } from '../loop/loop';
import { describeFailure, TrainingFailure } from '../protocol/failure';
import { faultOf } from '../protocol/faults';
import type { FromWorker, WorkerJob } from '../protocol/messages';
import { restore } from '../state/restore';
import type { Training } from '../state/training';
import { findBadLayer } from './find-bad-layer';
import type { JobContext } from './job-context';
import { type LoadedProgram, programKey } from './kept-program';
import { RunLog } from './run-log';

/** @returns the last message to the host. @throws if the run folder cannot be written. */
export async function runJob(job: WorkerJob, context: JobContext): Promise<FromWorker> {
  const folder = runFolder(job.runFolder);
  const log = new RunLog(folder.log, context.send);
  try {
    const training = await train(job, folder, log, context);
    log.log(training.stopping === 'requested' ? 'stopped by request' : 'finished');
    return endOf(training);
  } catch (thrown) {
    const error = inWords(thrown, { what: message('training.what.file'), where: folder.path });
    if (error instanceof Stopped) {
      log.log('stopped by request');
      return { type: 'ended', state: 'stopped' };
    }
    const words = describeFailure(error, job.graph, job.settings);
    const said = sentences(words, await badLayer(error, job, log, context));
    log.log(`failed: ${inEnglish(said)}`);
    if (error instanceof Error && error.stack) log.log(error.stack);
    const outOfMemory = faultOf(error) === 'out-of-memory';
    if (outOfMemory && job.residentImages) log.log('retrying without images in device memory');
    return {
      type: 'failed',
      message: said,
      ...(outOfMemory ? { outOfMemory } : {}),
      ...(error instanceof DiskTrouble && error.lasts ? { disk: true } : {}),
      ...(error instanceof TrainingFailure && error.badBatch ? { diverged: true } : {}),
    };
  }
}

/** A failed search does not affect the run. */
async function badLayer(
  error: unknown,
  job: WorkerJob,
  log: RunLog,
  context: JobContext,
): Promise<Message | undefined> {
  if (!(error instanceof TrainingFailure) || !error.badBatch) return undefined;
  log.log(error.message);
  try {
    const { model } = await compileJob(job, { ...context, log: log.log }, { findNonFinite: true });
    return await findBadLayer(job, model, error.badBatch, context);
  } catch (fault) {
    log.log(`could not find the layer with non-finite values: ${messageOf(fault)}`);
    return undefined;
  }
}

function endOf({ stopping, epoch, settings }: Training): FromWorker {
  if (stopping === 'requested') return { type: 'ended', state: 'stopped' };
  const early = stopping === 'early' && settings.earlyStopping;
  return {
    type: 'ended',
    state: 'finished',
    ...(early ? { early: { epoch, metric: early.metric } } : {}),
  };
}

async function train(job: WorkerJob, folder: RunFolder, log: RunLog, context: JobContext): Promise<Training> {
  log.progress(message('training.phase.compiling'));
  const { options, selected } = await prepareJob(job, { ...context, log: log.log });
  const key = programKey(job.graph, options);
  const program = context.kept?.take(key) ?? (await loadProgram(job, options, log));
  let training: Training | undefined;
  try {
    training = await trainProgram(program, selected, job, folder, log, context);
    return training;
  } finally {
    if (training && context.kept) context.kept.keep(key, program);
    else program.session.close();
  }
}

async function loadProgram(job: WorkerJob, options: CompileOptions, log: RunLog): Promise<LoadedProgram> {
  const { engine, graph } = job;
  const compiled = compile(graph, options);
  log.progress(message('training.phase.starting', { version: engine.version, device: engine.device }));
  const session = await openModel(job, compiled);
  const { savedModel: _, ...model } = compiled;
  return { model, session };
}

async function trainProgram(
  { model, session }: LoadedProgram,
  { counts, perClass }: Selected,
  job: WorkerJob,
  folder: RunFolder,
  log: RunLog,
  context: JobContext,
): Promise<Training> {
  const { settings } = job;
  // Loading measures image statistics; a checkpoint replaces them.
  log.progress(message('training.phase.loading'));
  await session.run('load_data');
  const { residentBytes } = model;
  if (residentBytes > 0) log.log(`images in device memory: ${formatBytes(residentBytes)}`);
  log.progress(message('training.phase.weights'));
  const from = await restore(session, model, folder, settings, job.belonging);
  const stepsPerEpoch = model.stepsPerEpoch ?? 0;
  log.log(`training: ${plural(settings.epochs, 'epoch')} of ${plural(stepsPerEpoch, 'step')}`);
  if (from.step > 0) log.log(`resumed after step ${from.step} (${plural(from.epoch, 'complete epoch')})`);
  if (!from.bound) {
    log.log(
      'the checkpoint is from a version of Skipwire that did not record its run, so it was not checked',
    );
  }
  context.send({ type: 'started', stepsPerEpoch, perClass });
  const metrics = new Metrics(folder.metrics);
  try {
    const training = await trainingLoop({
      session,
      model,
      settings,
      from,
      valCount: counts.validation,
      callbacks: callbacksOf(job, folder, metrics, log, context),
      stopRequested: context.stopRequested,
    });
    if (counts.test !== undefined && training.stopping !== 'requested') {
      await testBest(training, session, counts.test, job, log, context);
    }
    return training;
  } finally {
    metrics.close();
  }
}

/** If stopped, the run has no test result and can be resumed. */
async function testBest(
  training: Training,
  session: Session,
  count: number,
  { runFolder: path, belonging }: WorkerJob,
  log: RunLog,
  { send, stopRequested }: JobContext,
): Promise<void> {
  const metrics = await finalTest({
    session,
    training,
    checkpoints: runFolder(path).checkpoints,
    belonging,
    count,
    stopRequested,
    progress: thinnedOut((fraction) => send({ type: 'testing', fraction })),
  });
  if (!metrics) return training.interrupt();
  const { epoch, loss, accuracy } = metrics;
  log.log(
    `test, ${plural(count, 'image')}, best checkpoint (epoch ${epoch}): loss ${formatDecimals(loss, 4)}, accuracy ${formatDecimals(accuracy, 4)}`,
  );
  send({ type: 'test', metrics });
}

/** In calling order: metrics are written before the checkpoint that relies on them, and an epoch is reported last. */
function callbacksOf(
  { graph, restartsWaitingAt, belonging }: WorkerJob,
  folder: RunFolder,
  metrics: Metrics,
  log: RunLog,
  { send }: JobContext,
): Callback[] {
  const tensorboard = new TensorBoard({ folder: folder.tensorboard, graph: graphDefOf(analyze(graph)) });
  return [
    schedule,
    metrics,
    diagnostics((record) => {
      metrics.add(record);
      send({ type: 'diagnostics', diagnostics: record });
    }),
    tensorboard,
    confusion(folder.confusion),
    new Checkpoint({
      folder: folder.checkpoints,
      belonging,
      sync: () => {
        metrics.sync();
        tensorboard.flush();
      },
      written: (checkpoints) => send({ type: 'checkpoint', checkpoints }),
    }),
    new Progress({ send, log: log.log }),
    earlyStopping(log.log, restartsWaitingAt),
  ];
}

export async function compileJob(
  job: WorkerJob,
  context: JobContext & { log(text: string): void },
  extra: Pick<CompileOptions, 'findNonFinite'> = {},
) {
  const { options, selected } = await prepareJob(job, context);
  return { model: compile(job.graph, { ...options, ...extra }), selected };
}

/** Selects and prepares the images of a run. */
async function prepareJob(
  { engine, graph, settings, datasetFolder, datasetDigest, residentImages }: WorkerJob,
  { send, log, stopRequested }: JobContext & { log(text: string): void },
): Promise<{ options: CompileOptions; selected: Selected }> {
  const stored = await readStored(datasetFolder);
  if (stored.state !== 'ready') {
    refuse('training.imagesUnreadable', {
      dataset: settings.dataset,
      why: stored.state === 'damaged' ? stored.reason : message('training.emptyFolder'),
    });
  }
  const { manifest } = stored;
  if (datasetDigest !== undefined && (manifest.digest ?? datasetDigest) !== datasetDigest) {
    refuse('training.imagesReplaced', { dataset: settings.dataset });
  }
  const inputShape = inputShapeOf(graph) ?? manifest.imageShape;
  const selected = await selectSplits(datasetFolder, manifest, settings);
  const splits = await prepareImages(selected.splits, {
    engine,
    manifest,
    settings,
    inputShape,
    stopRequested,
    progress: (phase, fraction) => send({ type: 'progress', progress: { phase, fraction } }),
    log,
  });
  const options = compileOptions(settings, inputShape, splits, engine.device, residentImages);
  return { options, selected };
}

/** The host removes the folder when the run has ended. */
export async function openModel(job: WorkerJob, model: CompiledModel): Promise<Session> {
  const { compiled } = runFolder(job.runFolder);
  await writing({ what: message('training.what.compiled'), where: compiled }, async () => {
    await mkdir(compiled, { recursive: true });
    await writeFile(join(compiled, 'saved_model.pb'), model.savedModel);
  });
  return openSession(job.engine, compiled, model.tags);
}
