/** Trains a study from the terminal: gets the images, starts, reports, stops on Ctrl+C. */
import { resolve } from 'node:path';
import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument } from '../../../core/graph/document';
import { t } from '../../../core/messages';
import { zeroInitLastGammas } from '../../../core/network/zero-init';
import { laggingWords } from '../../../core/study/batchnorm-settled';
import { batchNormLayers } from '../../../core/study/moving-averages';
import type { RunRecord } from '../../../core/study/run';
import { seedsWords } from '../../../core/study/seeds-words';
import { planSelection, type SelectableSet } from '../../../core/study/selection';
import type { StudyRequest } from '../../../core/study/settings';
import { version } from '../../hosts/app-info';
import { createServices, type Services } from '../../services';
import { interruptible } from '../interrupt';
import { defaultSeed, settingsOf, type TrainingFlags } from '../options/training';
import { networksAndImages } from './network-and-images';
import type { Reporter } from './reporter';

export interface TrainedRun {
  record: RunRecord;
  /** Absolute path of the run's folder. */
  folder: string;
}

export interface StudyOutcome {
  runs: TrainedRun[];
  /** Ctrl+C. */
  stopped: boolean;
}

/**
 * Trains each network with each seed.
 * @param networks presets or files, one per arm; presets are built for the data set's images and classes.
 * @throws Refusal when a network, the data or the settings cannot be used.
 */
export async function trainFromTerminal(
  networks: readonly string[],
  flags: TrainingFlags,
  seeds: readonly number[],
  reporter: Reporter,
): Promise<StudyOutcome> {
  const seed = seeds[0] ?? defaultSeed;
  // Wrong settings should not cost a download.
  const { selection } = settingsOf(flags, seed);
  const root = flags.out === undefined ? undefined : resolve(flags.out);
  return follow(root, reporter, async ({ datasets, training }, signal) => {
    const { graphs, manifest } = await networksAndImages(
      datasets,
      networks,
      flags,
      selection.classes?.length,
      { signal, onProgress: (progress) => reporter.progress(progress) },
    );
    reporter.end();
    const arms = nameArms(networks, flags.zeroInitLastGamma ? graphs.map(zeroInitLastGammas) : graphs);
    const request: StudyRequest = {
      name: arms.map(({ name }) => name).join(' against '),
      arms,
      settings: settingsOf(flags, seed, manifest),
      seeds: [...seeds],
    };
    const sayable = seedsWords(seeds.length, arms.length);
    if (sayable) reporter.note(sayable);
    const { runIds } = await training.start(request, flags.on);
    const lagging = laggingAverages(request, manifest);
    if (lagging) reporter.note(lagging);
    return runIds;
  });
}

/** A warning if the training is too short for BatchNorm's moving averages. */
function laggingAverages({ arms, settings }: StudyRequest, set: SelectableSet): string | undefined {
  const words = laggingWords(
    arms.map(({ graph }) => batchNormLayers(analyze(graph))),
    settings,
    planSelection(set, settings).train.count,
  );
  return words && `${words} ${t('cli.training.reestimate')}`;
}

/**
 * Reports until nothing is training; Ctrl+C stops the training, with a checkpoint.
 * @param root folder of run folders; undefined: the default one
 * @param begin starts the training and returns the ids of its runs
 */
export async function follow(
  root: string | undefined,
  reporter: Reporter,
  begin: (services: Services, signal: AbortSignal) => Promise<readonly string[]>,
): Promise<StudyOutcome> {
  const services = await createServices({
    host: 'cli',
    version,
    ...(root === undefined ? {} : { runsRoot: root }),
  });
  const { training, runs } = services;
  const train = async (signal: AbortSignal): Promise<StudyOutcome> => {
    try {
      const events = training.events();
      const runIds = await begin(services, signal);
      const stop = () => void training.stop();
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      // Everything may have been trained before.
      if (training.busy) {
        for await (const event of events) {
          reporter.event(event);
          if (event.type === 'idle') break;
        }
      }
      const ended = await Promise.all(
        runIds.map(async (id) => ({ record: await runs.get(id), folder: runs.folder(id).path })),
      );
      return { runs: ended, stopped: signal.aborted };
    } catch (error) {
      if (signal.aborted) return { runs: [], stopped: true };
      throw error;
    } finally {
      reporter.end();
    }
  };
  try {
    return await interruptible(train, () => reporter.note(t('cli.training.stopping')));
  } finally {
    await services.close();
  }
}

/** Arms are named after their graphs, or as on the command line where two graphs have the same name. */
function nameArms(networks: readonly string[], graphs: readonly GraphDocument[]) {
  const count = (name: string) => graphs.filter((graph) => graph.name === name).length;
  return graphs.map((graph, n) => ({ name: count(graph.name) > 1 ? networks[n]! : graph.name, graph }));
}
