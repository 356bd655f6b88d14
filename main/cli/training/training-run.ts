/** Trains a study from the terminal: gets the images, starts, tells how it goes, stops on Ctrl+C. */
import { resolve } from 'node:path';
import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument } from '../../../core/graph/document';
import { t } from '../../../core/messages';
import { zeroInitLastGammas } from '../../../core/network/zero-init';
import { laggingWords } from '../../../core/study/batchnorm-settled';
import { batchNormLayers } from '../../../core/study/moving-averages';
import type { RunRecord } from '../../../core/study/run';
import { planSelection, type SelectableSet } from '../../../core/study/selection';
import type { StudyRequest } from '../../../core/study/settings';
import { version } from '../../hosts/app-info';
import { createServices, type Services } from '../../services';
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

/** @param set that is trained on. */
type MakeRequest = (arms: { name: string; graph: GraphDocument }[], set: SelectableSet) => StudyRequest;

/**
 * @param networks presets or files, one per arm; presets are built for the data set's images and classes.
 * @throws Refusal when a network, the data or the settings will not do.
 */
export async function trainFromTerminal(
  networks: readonly string[],
  flags: TrainingFlags,
  makeRequest: MakeRequest,
  reporter: Reporter,
): Promise<StudyOutcome> {
  // Before anything is fetched, for the settings as for the networks below.
  const { selection } = settingsOf(flags, defaultSeed);
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
    const arms = networks.map((network, n) => {
      const graph = graphs[n]!;
      return { network, graph: flags.zeroInitLastGamma ? zeroInitLastGammas(graph) : graph };
    });
    const request = makeRequest(nameArms(arms), manifest);
    const { runIds } = await training.start(request);
    const lagging = laggingAverages(request, manifest);
    if (lagging) reporter.note(lagging);
    return runIds;
  });
}

/** What is to be known of a training that is too short for BatchNorm's moving averages. */
function laggingAverages({ arms, settings }: StudyRequest, set: SelectableSet): string | undefined {
  const words = laggingWords(
    arms.map(({ graph }) => batchNormLayers(analyze(graph))),
    settings,
    planSelection(set, settings).train.count,
  );
  return words && `${words} ${t('cli.training.reestimate')}`;
}

/**
 * Tells of a training until nothing trains any more; Ctrl+C stops it, with a checkpoint.
 * @param root folder of run folders; the person's where undefined.
 * @param begin answers with the runs that are trained.
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
  const interruption = onInterrupt(reporter);
  const { signal } = interruption;
  try {
    const events = training.events();
    const runIds = await begin(services, signal);
    const stop = () => void training.stop();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    for await (const event of events) {
      reporter.event(event);
      if (event.type === 'idle') break;
    }
    reporter.end();
    const ended = await Promise.all(
      runIds.map(async (id) => ({ record: await runs.get(id), folder: runs.folder(id).path })),
    );
    return { runs: ended, stopped: signal.aborted };
  } catch (error) {
    reporter.end();
    if (signal.aborted) return { runs: [], stopped: true };
    throw error;
  } finally {
    interruption.forget();
    await services.close();
  }
}

/** An arm is called as its graph is; two graphs of one name, as they were given on the command line. */
function nameArms(graphs: readonly { network: string; graph: GraphDocument }[]) {
  const count = (name: string) => graphs.filter(({ graph }) => graph.name === name).length;
  return graphs.map(({ network, graph }) => ({ name: count(graph.name) > 1 ? network : graph.name, graph }));
}

/** The first Ctrl+C asks; the second ends this process, and the worker with it. */
function onInterrupt(reporter: Reporter): { signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    reporter.note(t('cli.training.stopping'));
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    forget() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

/** Exit code of a command that the person interrupted, as a shell counts it. */
export const INTERRUPTED = 130;
