/** Requests a page of pictures with the predictions of several networks from the host. */
import { type AskedPredictor, MOST_PICTURES, type PredictEvent } from '../../core/contract/predict';
import { client } from '../client/client';
import type { PictureSource } from '../state/predicting';
import { EMPTY_PAGE, PAGE_SIZE, type PicturePage, received } from './page';
import { spreadOver } from './spreadPositions';

/** Number of classes shown. */
const TOP = 3;

type Asked = readonly AskedPredictor[];

/** The run that the images come from. */
export const runOf = (source: Exclude<PictureSource, { kind: 'files' }>): string =>
  source.kind === 'images' ? source.from : source.of[0]!.runId;

/** The page as it fills. */
export async function* askPage(
  of: Asked,
  source: PictureSource,
  page: number,
  signal: AbortSignal,
): AsyncGenerator<PicturePage, void, undefined> {
  const first = page * PAGE_SIZE;
  const request = { of: [...of], top: TOP };
  if (source.kind === 'files') {
    if (source.count !== undefined && source.count <= PAGE_SIZE) {
      const events = await client.predict.files({ ...request, paths: [...source.paths] }, { signal });
      yield* filled(events, EMPTY_PAGE);
      return;
    }
    let listed = EMPTY_PAGE;
    for await (const next of listOf(request, source, signal)) {
      listed = next;
      yield { ...next, pictures: [], answers: [] };
    }
    const pictures = listed.pictures.slice(first, first + PAGE_SIZE);
    const start = { ...EMPTY_PAGE, total: listed.pictures.length, found: listed.total ?? 0 };
    if (pictures.length === 0) yield start;
    else {
      const paths = pictures.flatMap(({ path }) => path ?? []);
      yield* filled(await client.predict.files({ ...request, paths }, { signal }), start);
    }
    return;
  }
  const { split } = source;
  const from = runOf(source);
  if (source.kind === 'images') {
    const indices = spreadOver(source.total, page);
    const events = await client.predict.images({ ...request, from, split, indices }, { signal });
    yield* filled(events, { ...EMPTY_PAGE, total: source.total });
    return;
  }
  const wanted = { split, which: source.which, offset: first, limit: PAGE_SIZE };
  const events = await client.predict.split({ ...request, ...wanted, of: [...source.of] }, { signal });
  for await (const event of events) {
    if (event.type === 'progress') yield { ...EMPTY_PAGE, progress: event.progress };
    if (event.type !== 'found') continue;
    const { total, images } = event;
    const indices = images.flatMap(({ picture }) => picture.position ?? []);
    if (indices.length === 0) yield { ...EMPTY_PAGE, total };
    else {
      const answers = await client.predict.images({ ...request, from, split, indices }, { signal });
      yield* filled(answers, { ...EMPTY_PAGE, total });
    }
  }
}

async function* filled(
  events: AsyncIterable<PredictEvent>,
  start: PicturePage,
): AsyncGenerator<PicturePage, void, undefined> {
  let page = start;
  for await (const event of events) {
    page = received(page, event);
    yield page;
  }
}

const lists = new WeakMap<PictureSource, PicturePage>();

/** All pictures of folders, read once; the answers are asked for a page at a time. */
async function* listOf(
  request: { of: AskedPredictor[]; top: number },
  source: Extract<PictureSource, { kind: 'files' }>,
  signal: AbortSignal,
): AsyncGenerator<PicturePage, void, undefined> {
  const known = lists.get(source);
  if (known) {
    yield known;
    return;
  }
  const paths = source.paths.slice(0, MOST_PICTURES);
  let last = EMPTY_PAGE;
  const events = await client.predict.files(
    { ...request, of: request.of.slice(0, 1), paths, seen: false },
    { signal },
  );
  for await (const page of filled(events, EMPTY_PAGE)) {
    last = page;
    yield page;
    // Leaving ends the request before a network computes.
    if (page.total !== undefined) break;
  }
  lists.set(source, last);
}
