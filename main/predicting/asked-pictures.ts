/** The pictures of a question: files, or images of a run's split. */
import {
  MOST_PICTURES,
  type Picture,
  type PicturesAsked,
  type PredictEvent,
} from '../../core/contract/predict';
import { message } from '../../core/messages';
import type { SplitSource } from '../compiler/types';
import { type Datasets, imagesOfRun, pictureOf, requireThere } from './images';
import { type AskedNetwork, outputNames, type ReadNetwork, trainedHere } from './network';
import { findPictures } from './pictures';
import { type ProgressEvent, working } from './progress';

export interface AskedPictures {
  pictures: Picture[];
  /** Positions of those that a network can be asked about; the others have a problem. */
  sound: readonly number[];
  source: SplitSource;
  only?: readonly number[];
}

/** How the command line asks. */
export interface Asking {
  /** Limit for pictures; the first ones are used. */
  most?: number;
}

interface Around extends Asking {
  read: ReadNetwork;
  datasets: Datasets;
  /** For files that are unpacked. */
  folder: string;
  signal: AbortSignal;
  emit(event: ProgressEvent | Extract<PredictEvent, { type: 'pictures' }>): void;
}

/** @throws Refusal where there is no picture, or a position is beyond the split. */
export async function askedPictures(
  wanted: PicturesAsked,
  networks: readonly AskedNetwork[],
  { read, datasets, folder, signal, emit, most = MOST_PICTURES }: Around,
): Promise<AskedPictures> {
  if ('paths' in wanted) {
    const progress = (count: number) =>
      emit(working(message('predict.phase.reading'), undefined, message('predict.phase.read', { count })));
    const classes = new Set(networks.flatMap(outputNames));
    const found = await findPictures(wanted.paths, folder, { classes, most, signal, progress });
    emit({ type: 'pictures', pictures: found.pictures, total: found.total });
    return found;
  }
  const { from, split, indices } = wanted;
  const run = trainedHere(await read({ runId: from }));
  const images = await imagesOfRun(datasets, run.run, split);
  const count = images.indices.length;
  const only = indices ?? Array.from({ length: Math.min(most, count) }, (_, index) => index);
  requireThere(images, split, only);
  const pictures = only.map((position) => pictureOf(images, split, position));
  emit({ type: 'pictures', pictures, total: indices ? indices.length : count });
  return { pictures, sound: pictures.map((_, index) => index), source: images.source, only };
}

/** Answers in one event. */
const AT_ONCE = 16;

/** By picture, null if one has a problem; a few at a time, with the position of the first. */
export function* inParts<One>(
  { pictures, sound }: AskedPictures,
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
