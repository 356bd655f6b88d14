/** Predictions of trained networks, for pictures and for whole splits of their data sets. */

import { rm } from 'node:fs/promises';
import { gradCamNodes } from '../../core/analysis/grad-cam-nodes';
import { elementCount } from '../../core/basics/element-count';
import type { Progress } from '../../core/contract/engine';
import type {
  AskedPredictor,
  GradCamEvent,
  GradCamMap,
  GradCamRequest,
  PicturesAsked,
  PredictEvent,
  PredictedSplit,
  PredictFilesRequest,
  PredictImagesRequest,
  SplitEvent,
  SplitRequest,
} from '../../core/contract/predict';
import { message } from '../../core/messages';
import {
  type Answers,
  disagreements,
  type Evaluation,
  evaluationOf,
  imagesInCell,
  mistakes,
} from '../../core/study/answers';
import type { EpochMetrics } from '../../core/study/run';
import { eventsOf } from '../basics/events-of';
import { temporaryFolder } from '../processes/temporary';
import { predictArray } from './array';
import { type AskedPictures, type Asking, askedPictures, inParts } from './asked-pictures';
import { type Explained, explained, mapOf } from './grad-cam';
import { guessesOf, keptGuesses, valuesOf } from './guesses';
import { type Datasets, imagesOfRun, imagesOfSet, pictureOf, type SplitImages, sharedImages } from './images';
import { answersTo, keptAnswers } from './kept-answers';
import { imageOf } from './maps';
import { type AskedNetwork, classCount, type ReadNetwork, type TrainedHere, trainedHere } from './network';
import type { NpyArray } from './npy';
import { type ProgressEvent, working } from './progress';
import type { ModelRunner } from './run-model';
import { runNetwork } from './run-network';

export interface PredictionOptions {
  runner: ModelRunner;
  read: ReadNetwork;
  datasets: Datasets;
}

/** A whole split, with predictions. */
export interface Evaluated {
  network: AskedNetwork;
  images: SplitImages;
  evaluation: Evaluation;
  /** What the training measured with these weights on these images. */
  recorded?: EpochMetrics | undefined;
}

type Emit<Event> = (event: Event | ProgressEvent) => void;

export class PredictionService {
  private readonly closing = new AbortController();
  /** One network computes at a time. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PredictionOptions) {}

  files(
    request: PredictFilesRequest,
    signal?: AbortSignal,
    asking?: Asking,
  ): AsyncGenerator<PredictEvent, void> {
    return this.pictures(request, { paths: request.paths }, signal, asking);
  }

  images(request: PredictImagesRequest, signal?: AbortSignal): AsyncGenerator<PredictEvent, void> {
    return this.pictures(request, request, signal);
  }

  private pictures(
    { of, top, seen }: Pick<PredictFilesRequest, 'of' | 'top' | 'seen'>,
    wanted: PicturesAsked,
    signal: AbortSignal | undefined,
    asking?: Asking,
  ): AsyncGenerator<PredictEvent, void> {
    return this.events<PredictEvent>(async (emit, ended, folder) => {
      const networks = await this.networks(of, emit);
      const around = { ...this.options, folder, signal: ended, emit };
      const asked = await askedPictures(wanted, networks, { ...around, ...asking });
      for (const [index, network] of networks.entries()) {
        const signature = seen ? 'seen' : 'answers';
        const values = await this.run(networks, index, asked, { signature }, emit, ended);
        const shape = network.inference.input.shape;
        const x = 'x' in values ? values.x : undefined;
        const answers = inParts(asked, (at) => ({
          top: guessesOf(values.shares, at, classCount(network), top),
          ...(x ? { seen: imageOf(valuesOf(x, at, elementCount(shape)), shape) } : {}),
        }));
        for (const [first, part] of answers) emit({ type: 'answers', network: index, first, answers: part });
      }
    }, signal);
  }

  gradCam(request: GradCamRequest, signal?: AbortSignal): AsyncGenerator<GradCamEvent, void> {
    return this.events<GradCamEvent>(async (emit, ended, folder) => {
      const networks = await this.networks(request.of, emit);
      const how = networks.map((network) => explained(network, request));
      const around = { ...this.options, folder, signal: ended, emit };
      const asked = await askedPictures(request.pictures, networks, around);
      for (const [index, network] of networks.entries()) {
        const explain = how[index] as Explained;
        const question = { signature: 'grad_cam', gradCam: explain } as const;
        const values = await this.run(networks, index, asked, question, emit, ended);
        const maps = await Promise.all(asked.sound.map((_, at) => mapOf(network, explain, values, at)));
        for (const [first, part] of inParts(asked, (at) => maps[at] as GradCamMap)) {
          emit({ type: 'maps', network: index, first, maps: part });
        }
      }
    }, signal);
  }

  /** @throws Refusal where networks are compared that were trained on other images. */
  split(request: SplitRequest, signal?: AbortSignal): AsyncGenerator<SplitEvent, void> {
    return this.events<SplitEvent>(async (emit, ended) => {
      const { of, split, which, top, offset, limit } = request;
      const networks = await this.networks(of, emit);
      const images = await sharedImages(this.options.datasets, networks, split);
      const all: Answers[] = [];
      for (const [index, network] of networks.entries()) {
        const progress = this.progress(networks, index, images.labels.length, emit);
        all.push(
          await this.inTurn(ended, () =>
            keptAnswers(this.options.runner, network, images, split, { signal: ended, progress }),
          ),
        );
      }
      const positions = matching(which, all);
      emit({
        type: 'found',
        total: positions.length,
        count: images.labels.length,
        images: positions.slice(offset, offset + limit).map((position) => ({
          picture: pictureOf(images, split, position),
          answers: all.map((answers) => ({ top: keptGuesses(answers, position, top) })),
        })),
      });
    }, signal);
  }

  /**
   * Evaluates a whole split.
   * @param dataset other than the run's: all its images whose class the network knows
   */
  async evaluate(
    { of, split, dataset }: { of: AskedPredictor; split: PredictedSplit; dataset?: string | undefined },
    onProgress: (progress: Progress) => void,
    signal: AbortSignal = this.closing.signal,
  ): Promise<Evaluated> {
    const { runner, datasets } = this.options;
    return inFolder(async (folder) => {
      const [network] = (await this.networks([of], () => undefined)) as [AskedNetwork];
      const another = dataset !== undefined && dataset !== network.trained?.run.settings.dataset;
      const images = another
        ? await imagesOfSet(datasets, dataset, split, network, folder)
        : await imagesOfRun(datasets, trainedHere(network).run, split);
      const progress = this.progress([network], 0, images.labels.length, (event) => {
        if (event.type === 'progress') onProgress(event.progress);
      });
      const running = { signal, progress };
      const answers = another
        ? await answersTo(runner, network, images, [...images.indices], running)
        : await keptAnswers(runner, network, images, split, running);
      const recorded = another || split !== 'validation' ? undefined : recordedOf(trainedHere(network));
      return { network, images, evaluation: evaluationOf(answers), recorded };
    });
  }

  async array(of: AskedPredictor, array: NpyArray, signal?: AbortSignal): ReturnType<typeof predictArray> {
    return predictArray(this.options.runner, await this.options.read(of), array, signal);
  }

  close(): void {
    this.closing.abort();
  }

  private events<Event extends { type: string }>(
    work: (emit: Emit<Event>, signal: AbortSignal, folder: string) => Promise<void>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Event, void> {
    return eventsOf<Event>(
      (emit, ended) => inFolder((folder) => work(emit as Emit<Event>, ended, folder)),
      signal,
      this.closing.signal,
    );
  }

  private async networks(
    of: readonly AskedPredictor[],
    emit: (event: Extract<PredictEvent, { type: 'networks' }>) => void,
  ): Promise<AskedNetwork[]> {
    const networks: AskedNetwork[] = [];
    for (const predictor of of) networks.push(await this.options.read(predictor));
    emit({
      type: 'networks',
      networks: networks.map(({ title, trained, inference, analysis }) => {
        const { all, usual } = gradCamNodes(analysis);
        return {
          title,
          epoch: trained?.checkpoint.epoch,
          inference,
          gradCamNodes: [...all],
          gradCamNode: usual,
        };
      }),
    });
    return networks;
  }

  private async run<Signature extends 'seen' | 'answers' | 'grad_cam'>(
    networks: readonly AskedNetwork[],
    index: number,
    { sound, source, only }: AskedPictures,
    question: Pick<Parameters<typeof runNetwork<Signature>>[2], 'signature' | 'gradCam'>,
    emit: Emit<never>,
    signal: AbortSignal,
  ) {
    const progress = this.progress(networks, index, sound.length, emit);
    return this.inTurn(signal, () =>
      runNetwork(
        this.options.runner,
        networks[index] as AskedNetwork,
        { ...question, images: source, only },
        { signal, progress },
      ),
    );
  }

  private progress(networks: readonly AskedNetwork[], index: number, count: number, emit: Emit<never>) {
    const network = (networks[index] as AskedNetwork).title;
    const report = (done: number) => {
      const fraction = (index + (count === 0 ? 1 : done / count)) / networks.length;
      emit(
        working(
          message('predict.phase.predicting', { network }),
          fraction,
          message('predict.phase.done', { done, count }),
        ),
      );
    };
    if (count > 0) report(0);
    return report;
  }

  private inTurn<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const done = this.last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.last = done.catch(() => undefined);
    return done;
  }
}

/** Undefined for a checkpoint within an epoch. */
const recordedOf = ({ run, checkpoint }: TrainedHere): EpochMetrics | undefined =>
  run.epochs.find(
    ({ epoch }) => epoch === checkpoint.epoch && checkpoint.step === epoch * (run.stepsPerEpoch ?? 0),
  );

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await temporaryFolder('skipwire-pictures-', message('predict.purpose'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function matching(which: SplitRequest['which'], all: readonly Answers[]): number[] {
  const [first] = all as [Answers];
  switch (which.kind) {
    case 'cell':
      return imagesInCell(first, which.truth, which.predicted);
    case 'mistakes':
      return mistakes(first);
    case 'disagreements':
      return disagreements(all);
  }
}
