/** One run from job to end, inside the worker process. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from '../compiler';
import type { CompiledModel } from '../compiler/types';
import { readStored, type SplitName, splitSource } from '../datasets/store';
import { openSession } from '../engine/session';
import type { Session } from '../engine/types';
import { int32 } from '../engine/values';
import { Refusal } from '../refusal';
import { runFolder } from '../runs/folder';
import { describeFailure } from './failure';
import { trainingLoop } from './loop';
import type { FromWorker, WorkerJob } from './protocol';
import { RunRecorder } from './recorder';

export interface JobContext {
  send(message: FromWorker): void;
  stopRequested(): boolean;
}

/** Trains. The answer is the last message for the host. @throws when the run folder cannot be written. */
export async function runJob(job: WorkerJob, context: JobContext): Promise<FromWorker> {
  const recorder = new RunRecorder(runFolder(job.runFolder), context.send);
  try {
    const state = await train(job, recorder, context);
    recorder.log(state === 'finished' ? 'finished' : 'stopped by request');
    return { type: 'ended', state };
  } catch (error) {
    const message = describeFailure(error, job.graph, job.settings);
    recorder.log(`failed: ${message}`);
    if (error instanceof Error && error.stack) recorder.log(error.stack);
    return { type: 'failed', message };
  } finally {
    recorder.close();
  }
}

async function train(
  job: WorkerJob,
  recorder: RunRecorder,
  context: JobContext,
): Promise<'finished' | 'stopped'> {
  const { engine, settings } = job;
  recorder.progress('compiling the network');
  const { model, valCount } = await compileJob(job);
  recorder.progress(`starting TensorFlow ${engine.version} (${engine.device})`);
  const session = await openModel(job, model);
  try {
    recorder.progress('setting the initial weights');
    await session.run('init', { seed: int32(settings.seed) });
    recorder.progress('loading the images');
    await session.run('load_data');
    const stepsPerEpoch = model.stepsPerEpoch ?? 0;
    recorder.log(`training: ${settings.epochs} epochs of ${stepsPerEpoch} steps`);
    context.send({ type: 'started', stepsPerEpoch });
    return await trainingLoop({
      session,
      model,
      settings,
      valCount,
      recorder,
      stopRequested: context.stopRequested,
    });
  } finally {
    session.close();
  }
}

export async function compileJob({ graph, settings, datasetFolder }: WorkerJob) {
  const stored = await readStored(datasetFolder);
  if (stored.state !== 'ready') {
    const why = stored.state === 'damaged' ? stored.reason : 'its folder is empty';
    throw new Refusal(`The images of data set "${settings.dataset}" cannot be read: ${why}.`);
  }
  const { manifest } = stored;
  const split = (name: SplitName, limit: number | null) => {
    const source = splitSource(datasetFolder, manifest, name);
    return { ...source, count: Math.min(source.count, limit ?? source.count) };
  };
  const train = split('train', settings.trainLimit);
  const validation = split('val', settings.valLimit);
  const model = compile(graph, {
    optimizer: settings.optimizer,
    precision: settings.precision,
    batchSize: settings.batchSize,
    imageShape: manifest.imageShape,
    labelSmoothing: settings.labelSmoothing,
    dataset: { train, validation },
  });
  return { model, valCount: validation.count };
}

/** The host clears the folder away when the run has ended, however it ended. */
export async function openModel(job: WorkerJob, model: CompiledModel): Promise<Session> {
  const { compiled } = runFolder(job.runFolder);
  await mkdir(compiled, { recursive: true });
  await writeFile(join(compiled, 'saved_model.pb'), model.savedModel);
  return openSession(job.engine, compiled, model.tags);
}
