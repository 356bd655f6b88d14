/** How fast pictures reach the network: out of JPEG files, over tf.data in Python, and out of the cache, over memcpy. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contestant } from '../contestant';
import type { FeedAssignment } from '../contestants/skipwire-feed';
import { writePhotos } from '../photos';
import { markdownTable } from '../report';
import { skipwireEntry } from '../roster';
import { median } from '../statistics';
import type { Scenario } from './scenario';

const SIDE = 224;
const BATCH = 32;
const ROUNDS = 5;
/** The same decoder on both sides, so that only the pipeline differs. */
const DCT = 'INTEGER_ACCURATE';

export const feeding: Scenario = {
  id: 'feed',
  title: 'Pictures to batches of 224x224',
  run: async ({ options, roster, folder, say }) => {
    const count = options.quick ? 64 : 1600;
    const photos = await writePhotos(folder, count, roster.engine);
    const labelsFile = join(folder, 'labels.bin');
    writeFileSync(labelsFile, new Uint8Array(4 * count));
    const split = { kind: 'files', pathsFile: photos.pathsFile, labelsFile, count } as const;
    const assignment: FeedAssignment = { split, side: SIDE, batch: BATCH };
    const keras = roster.entries.get('keras');
    const ours = Contestant.start(skipwireEntry(roster.engine, 'Skipwire', 'skipwire-feed'), assignment);
    const theirs = keras && Contestant.start(feedEntry(keras), { ...assignment, dct: DCT });
    const cold: number[] = [];
    const python: number[] = [];
    const cached: number[] = [];
    const copied: number[] = [];
    try {
      await ours.ready();
      await theirs?.ready();
      for (let round = 1; round <= (options.quick ? 1 : ROUNDS); round++) {
        // In turns: the machine is the same for both.
        cold.push(...(await ours.ask('steps', 1)).ms);
        if (theirs) python.push(...(await theirs.ask('steps', 1)).ms);
        const { figures } = await ours.ask('figures', 1);
        if (figures.images !== count) throw new Error(`Received ${figures.images} images of ${count}.`);
        cached.push(figures.bytesPerSecond as number);
        copied.push(figures.copiedPerSecond as number);
        say(`round ${round}: ${Math.round((1000 * count) / (cold.at(-1) as number))} photographs a second`);
      }
    } finally {
      await ours.end();
      await theirs?.end();
    }
    const rate = (ms: readonly number[]) => ((1000 * count) / median(ms)).toFixed(0);
    const gigabytes = (bytes: readonly number[]) => (median(bytes) / 1e9).toFixed(2);
    return {
      bars: [
        {
          what: 'feed-jpeg: JPEG files to batches, over tf.data in Python with AUTOTUNE',
          ...(python.length > 0
            ? { measured: median(cold) / median(python) }
            : { why: 'TensorFlow in Python did not take part' }),
          bar: 1,
          unit: '',
        },
        {
          what: 'feed-cached: memcpy over batches out of the cache (the bar is a quarter of it)',
          measured: median(copied) / median(cached),
          bar: 4,
          unit: '',
        },
      ],
      body: [
        markdownTable(
          ['what', 'photographs a second', 'GB a second'],
          [
            ['decoded and resized, Skipwire', rate(cold), ''],
            ...(python.length > 0 ? [['decoded and resized, tf.data in Python', rate(python), '']] : []),
            [
              'out of the cache, shuffled',
              (median(cached) / (SIDE * SIDE * 3)).toFixed(0),
              gigabytes(cached),
            ],
            ['memcpy, one thread', '', gigabytes(copied)],
          ],
        ),
      ],
      notes: [
        `${photos.note} Medians of ${cold.length} rounds in turns after one that warms up, batches of ${BATCH}; the files are in the page cache. Both sides decode with ${DCT}; Skipwire hands over bytes (its network makes floats of them), tf.data floats in 0..1, as its guides do. Out of the cache: bytes of uint8 images, mapped, gathered in the order of (seed, epoch).`,
      ],
    };
  },
};

/** The Python of Keras' contestant with another program. */
const feedEntry = (keras: { name: string; program: string; args: readonly string[]; env?: object }) => ({
  ...keras,
  name: 'tf.data in Python',
  args: keras.args.map((arg) => arg.replace(/keras_step\.py$/, 'tf_feed.py')),
  env: { ...keras.env },
});
