/**
 * A TensorFlow.js graph model: model.json and its weights, for tf.loadGraphModel, and a web page that classifies
 * pictures with it. Without a server, browsers do not let a page read files beside it, so the page has the weights a
 * second time, in scripts.
 */
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LANGUAGES, message, textIn } from '../../../core/messages';
import { frozenGraph } from '../../compiler';
import { bundledEntry } from '../../processes/bundled-entry';
import type { WrittenFile } from '../files';
import { writeProvenance, writtenFolder } from '../folder';
import { foldingOf } from '../network-program';
import type { TrainedNetwork } from '../trained-network';
import { type GraphModel, graphModel } from './graph';
import { pageHtml } from './page/html';
import type { PageModel, PageText } from './page/page';
import { shardCount, shardName, shardsOf } from './shards';

/** Built beside the program: TensorFlow.js as it is published, its license, and the page's script. */
const PAGE_FILES = ['tf.min.js', 'tf.LICENSE.txt', 'page.js'] as const;

export async function writeTfjs(network: TrainedNetwork, path: string): Promise<void> {
  const { document, weights, inference } = network;
  const model = graphModel(
    frozenGraph(document, weights, {
      scaled: inference.input.range[1] === 255,
      folding: foldingOf(network),
    }),
  );
  await mkdir(join(path, 'page'), { recursive: true });
  const sizes = await writeWeights(model, path);
  const shards = sizes.length;
  await writeFile(
    join(path, 'model.json'),
    JSON.stringify({
      format: 'graph-model',
      generatedBy: 'Skipwire',
      convertedBy: null,
      signature: model.signature,
      userDefinedMetadata: { skipwire: { inference } },
      modelTopology: model.topology,
      weightsManifest: [{ paths: sizes.map((_, index) => shardName(index, shards)), weights: model.weights }],
    }),
  );
  const page = pageModel(network, model, sizes);
  await writeFile(join(path, 'page', 'model.js'), `window.skipwire = ${JSON.stringify(page)};\n`);
  for (const name of PAGE_FILES) await copyFile(bundledEntry(join('page', name)), join(path, 'page', name));
  await writeFile(join(path, 'index.html'), pageHtml(document.name));
  await writeProvenance(network, path);
}

/** Both forms of each shard. @returns the bytes of each. */
async function writeWeights({ weights, values }: GraphModel, path: string): Promise<number[]> {
  const count = shardCount(weights);
  const sizes: number[] = [];
  for (const shard of shardsOf(values)) {
    const index = sizes.push(shard.length) - 1;
    await writeFile(join(path, shardName(index, count)), shard);
    const script = createWriteStream(join(path, 'page', `weights-${index + 1}.js`));
    await pipeline(base64Script(shard), script);
  }
  return sizes;
}

/** Bytes that are converted to base64 at once: a multiple of three, so that there is no padding in between. */
const BASE64_BYTES = 3 * 2 ** 14;

function* base64Script({ buffer, byteOffset, length }: Uint8Array): Generator<string> {
  yield "window.skipwire.shard('";
  for (let at = 0; at < length; at += BASE64_BYTES) {
    yield Buffer.from(buffer, byteOffset + at, Math.min(BASE64_BYTES, length - at)).toString('base64');
  }
  yield "');\n";
}

function pageModel(
  { inference }: TrainedNetwork,
  { topology, signature, weights }: GraphModel,
  sizes: readonly number[],
): PageModel {
  const { input, resize, classes } = inference;
  return {
    topology,
    signature,
    weights,
    shards: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    shape: input.shape,
    white: input.range[1],
    resize,
    classes: classes ?? [],
    texts: Object.fromEntries(LANGUAGES.map((language) => [language, textsIn(language)])),
  };
}

function textsIn(language: (typeof LANGUAGES)[number]): Record<PageText, string> {
  const said = {
    choose: message('export.page.choose'),
    drop: message('export.page.drop'),
    failed: message('export.page.failed'),
    loading: message('export.page.loading'),
    notPicture: message('export.page.notPicture'),
    private: message('export.page.private'),
    result: message('export.page.result'),
    seen: message('export.page.seen'),
  } satisfies Record<PageText, ReturnType<typeof message>>;
  return Object.fromEntries(
    Object.entries(said).map(([name, text]) => [name, textIn(language, text)]),
  ) as Record<PageText, string>;
}

/** The files of our export at `path`; undefined if there is none. */
export const writtenTfjs = (path: string): Promise<readonly WrittenFile[] | undefined> => writtenFolder(path);
