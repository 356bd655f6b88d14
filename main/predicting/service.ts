/** Asks trained networks about pictures, and about whole splits of what they were trained on. */
import { rm } from 'node:fs/promises';
import { gradCamNodes } from '../../core/analysis/grad-cam-nodes';
import type { Progress } from '../../core/contract/engine';
import {
  type AskedPredictor,
  type GradCamEvent,
  type GradCamMap,
  type GradCamRequest,
  type Guess,
  MOST_PICTURES,
  type Picture,
  type PicturesAsked,
  type PredictEvent,
  type PredictedSplit,
  type PredictFilesRequest,
  type PredictImagesRequest,
  type SplitEvent,
  type SplitRequest,
} from '../../core/contract/predict';
import { type Message, message, someOf } from '../../core/messages';
import {
  type Answers,
  disagreements,
  type Evaluation,
  evaluationOf,
  imagesInCell,
  mistakes,
  topOf,
} from '../../core/study/answers';
import { eventsOf } from '../basics/events-of';
import { refuse } from '../basics/refusal';
import type { SplitSource } from '../compiler/types';
import type { DatasetStore } from '../datasets';
import { temporaryFolder } from '../disk/temporary';
import { predictArray } from './array';
import { imagesOfRun, imagesOfSet, pictureOf, requireThere, type SplitImages } from './images';
import { answersTo, keptAnswers } from './kept-answers';
import { heatOver, imageOf } from './maps';
import { type AskedNetwork, classCount, type ReadNetwork, trainedHere } from './network';
import type { NpyArray } from './npy';
import { findPictures } from './pictures';
import type { ModelRunner } from './run-model';
import { runNetwork } from './run-network';

export interface PredictionOptions {
  runner: ModelRunner;
  read: ReadNetwork;
  datasets: Pick<DatasetStore, 'manifest' | 'folder'>;
}

/** How the command line asks. */
export interface Asking {
  /** Pictures; the first ones are taken. */
  most?: number;
}

/** A whole split, answered. */
export interface Evaluated {
  network: AskedNetwork;
  images: SplitImages;
  evaluation: Evaluation;
}

/** Answers in one event. */
const AT_ONCE = 16;

type Emit<Event> = (event: Event | { type: 'progress'; progress: Progress }) => void;
type Asked = { pictures: Picture[]; sound: readonly number[]; source: SplitSource; only?: readonly number[] };

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
      const asked = await this.asked(wanted, networks, folder, emit, ended, asking);
      for (const [index, network] of networks.entries()) {
        const signature = seen ? 'seen' : 'answers';
        const values = await this.run(networks, index, asked, { signature }, emit, ended);
        const shape = network.inference.input.shape;
        const x = 'x' in values ? values.x : undefined;
        const answers = inParts(asked, (at) => ({
          top: guessesOf(values.shares, at, classCount(network), top),
          ...(x ? { seen: imageOf(slice(x, at, sizeOf(shape)), shape) } : {}),
        }));
        for (const [first, part] of answers) emit({ type: 'answers', network: index, first, answers: part });
      }
    }, signal);
  }

  gradCam(request: GradCamRequest, signal?: AbortSignal): AsyncGenerator<GradCamEvent, void> {
    return this.events<GradCamEvent>(async (emit, ended, folder) => {
      const networks = await this.networks(request.of, emit);
      const how = networks.map((network) => explained(network, request));
      const asked = await this.asked(request.pictures, networks, folder, emit, ended);
      for (const [index, network] of networks.entries()) {
        const { node, of } = how[index]!;
        const question = { signature: 'grad_cam', gradCam: { node, of } } as const;
        const { x, shares, map } = await this.run(networks, index, asked, question, emit, ended);
        const { shape } = network.inference.input;
        const [height, width] = (network.analysis.nodes[node]?.outputShape ?? []) as [number, number];
        const maps = await Promise.all(
          asked.sound.map(async (_, at) => {
            const picture = imageOf(slice(x, at, sizeOf(shape)), shape);
            const heat = await heatOver(slice(map, at, height * width), [height, width], picture);
            const row = slice(shares, at, classCount(network));
            const output = of ?? (topOf(row, 1)[0] as number);
            return { node, of: { class: output, share: row[output] as number }, seen: picture, ...heat };
          }),
        );
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
      const images = await this.sharedImages(networks, split);
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

  /** The numbers of a whole split. @param dataset another than the run's: all its images whose class the network knows. */
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
      return { network, images, evaluation: evaluationOf(answers) };
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

  private async asked(
    wanted: PicturesAsked,
    networks: readonly AskedNetwork[],
    folder: string,
    emit: Emit<Extract<PredictEvent, { type: 'pictures' }>>,
    signal: AbortSignal,
    { most = MOST_PICTURES }: Asking = {},
  ): Promise<Asked> {
    if ('paths' in wanted) {
      const progress = (count: number) =>
        emit(working(message('predict.phase.reading'), undefined, message('predict.phase.read', { count })));
      const classes = new Set(networks.flatMap(classesOf));
      const found = await findPictures(wanted.paths, folder, { classes, most, signal, progress });
      emit({ type: 'pictures', pictures: found.pictures, total: found.total });
      return found;
    }
    const { from, split, indices } = wanted;
    const run = trainedHere(await this.options.read({ runId: from }));
    const images = await imagesOfRun(this.options.datasets, run.run, split);
    const count = images.indices.length;
    const only = indices ?? Array.from({ length: Math.min(most, count) }, (_, index) => index);
    requireThere(images, split, only);
    const pictures = only.map((position) => pictureOf(images, split, position));
    emit({ type: 'pictures', pictures, total: indices ? indices.length : count });
    return { pictures, sound: pictures.map((_, index) => index), source: images.source, only };
  }

  private async run<Signature extends 'seen' | 'answers' | 'grad_cam'>(
    networks: readonly AskedNetwork[],
    index: number,
    { sound, source, only }: Asked,
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
    report(0);
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

  /** Those of the first run. */
  private async sharedImages(networks: readonly AskedNetwork[], split: PredictedSplit): Promise<SplitImages> {
    const [first, ...others] = networks as [AskedNetwork, ...AskedNetwork[]];
    const images = await imagesOfRun(this.options.datasets, trainedHere(first).run, split);
    for (const other of others) {
      const theirs = await imagesOfRun(this.options.datasets, trainedHere(other).run, split);
      const same =
        theirs.dataset.id === images.dataset.id &&
        theirs.from === images.from &&
        theirs.classes.join('\n') === images.classes.join('\n') &&
        Buffer.from(theirs.indices.buffer).equals(Buffer.from(images.indices.buffer));
      if (!same) refuse('predict.otherImages', { first: first.title, other: other.title });
    }
    return images;
  }
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await temporaryFolder('skipwire-pictures-', message('predict.purpose'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function working(
  phase: Message,
  fraction?: number,
  detail?: Message,
): { type: 'progress'; progress: Progress } {
  const known = fraction === undefined ? {} : { fraction: Math.min(1, fraction) };
  return { type: 'progress', progress: { phase, ...known, ...(detail ? { detail } : {}) } };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

const slice = (values: Float32Array, at: number, size: number): Float32Array =>
  values.subarray(at * size, (at + 1) * size);

/** Names of a network's outputs; their numbers where the run did not record them. */
const classesOf = (network: AskedNetwork): string[] =>
  network.inference.classes ?? Array.from({ length: classCount(network) }, (_, index) => String(index));

function guessesOf(shares: Float32Array, at: number, classes: number, most: number): Guess[] {
  const row = slice(shares, at, classes);
  return topOf(row, most).map((output) => ({ class: output, share: row[output] as number }));
}

function keptGuesses({ top, shares, guesses }: Answers, image: number, most: number): Guess[] {
  return Array.from({ length: Math.min(most, guesses) }, (_, place) => ({
    class: top[image * guesses + place] as number,
    share: shares[image * guesses + place] as number,
  }));
}

/** By picture, null where one has a problem; a few at a time, with the position of the first. */
function* inParts<One>(
  { pictures, sound }: Asked,
  oneOf: (at: number) => One,
): Generator<[number, (One | null)[]]> {
  const places = new Map(sound.map((picture, at) => [picture, at]));
  for (let first = 0; first < pictures.length; first += AT_ONCE) {
    const part = pictures.slice(first, first + AT_ONCE).map((_, index) => {
      const at = places.get(first + index);
      return at === undefined ? null : oneOf(at);
    });
    yield [first, part];
  }
}

function explained(
  network: AskedNetwork,
  { node: wanted, class: name }: Pick<GradCamRequest, 'node' | 'class'>,
): { node: string; of: number | undefined } {
  const { all, usual } = gradCamNodes(network.analysis);
  const node = wanted ?? usual ?? refuse('predict.noMap', { network: network.title });
  if (!all.includes(node)) {
    refuse('predict.badNode', { network: network.title, node, nodes: someOf(all.slice(-8)) });
  }
  if (name === undefined) return { node, of: undefined };
  const classes = classesOf(network);
  const of = classes.indexOf(name);
  if (of < 0) refuse('predict.badClass', { network: network.title, name, classes: someOf(classes) });
  return { node, of };
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
