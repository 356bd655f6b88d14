/** How fast pictures reach the network: out of JPEG files, over tf.data in Python, and out of the cache, over memcpy. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contestant } from '../contestant';
import type { FeedAssignment, FeedPass } from '../contestants/skipwire-feed';
import { Eviction } from '../evict';
import { writePhotos } from '../photos';
import { type Bar, markdownTable, type Row } from '../report';
import { skipwireEntry } from '../roster';
import { median } from '../statistics';
import type { Scenario } from './scenario';

const SIDE = 224;
const BATCH = 32;
/** The same decoder on both sides, so that only the pipeline differs. */
const DCT = 'INTEGER_ACCURATE';

/** Passes of one contestant over all files. */
interface Passes {
  name: string;
  contestant: Contestant;
  ms: number[];
  /** Processor time, all threads together. */
  cpu: number[];
}

async function pass({ contestant, ms, cpu }: Passes, what: FeedPass): Promise<void> {
  const before = contestant.cpu();
  ms.push(...(await contestant.ask('steps', 1, what)).ms);
  const after = contestant.cpu();
  if (before !== undefined && after !== undefined) cpu.push(after - before);
}

export const feeding: Scenario = {
  id: 'feed',
  title: 'Pictures to batches of 224x224',
  run: async ({ options, roster, folder, say }) => {
    const count = options.quick ? 64 : 1600;
    const photos = await writePhotos(folder, count, roster.engine, { copies: true });
    const labelsFile = join(folder, 'labels.bin');
    writeFileSync(labelsFile, new Uint8Array(4 * count));
    const split = { kind: 'files', pathsFile: photos.pathsFile, labelsFile, count } as const;
    const assignment: FeedAssignment = { split, side: SIDE, batch: BATCH };
    const keras = roster.entries.get('keras');
    const ours = Contestant.start(skipwireEntry(roster.engine, 'Skipwire', 'skipwire-feed'), assignment);
    const theirs = keras && Contestant.start(feedEntry(keras), { ...assignment, dct: DCT });
    const eviction = Eviction.of(photos.pathsFile);
    const contestants = [
      { name: 'Skipwire', contestant: ours },
      ...(theirs ? [{ name: 'tf.data in Python', contestant: theirs }] : []),
    ];
    const empty = (): Passes[] => contestants.map((each) => ({ ...each, ms: [], cpu: [] }));
    const [cold, warm] = [empty(), empty()];
    const bytes: Passes = { name: 'Skipwire', contestant: ours, ms: [], cpu: [] };
    const cached: number[] = [];
    const copied: number[] = [];
    try {
      await ours.ready();
      await theirs?.ready();
      for (let round = 1; round <= options.rounds; round++) {
        // In turns, another first each round: the machine is the same for both.
        for (let turn = 0; turn < contestants.length; turn++) {
          const which = (turn + round) % contestants.length;
          if (eviction) {
            eviction.evict();
            await pass(cold[which] as Passes, 'batches');
          }
          await pass(warm[which] as Passes, 'batches');
        }
        await pass(bytes, 'bytes');
        const { figures } = await ours.ask('figures', 1);
        cached.push(figures.bytesPerSecond as number);
        copied.push(figures.copiedPerSecond as number);
        const told = [...cold, ...warm].map(({ ms }) => Math.round((1000 * count) / (ms.at(-1) as number)));
        say(`round ${round}: ${told.join(', ')} photographs a second`);
      }
    } finally {
      await ours.end();
      await theirs?.end();
    }
    return {
      bars: [
        jpegBar('feed-jpeg: JPEG files not in the page cache', cold),
        {
          what: 'feed-cached: memcpy over batches out of the cache (the bar is a quarter of it)',
          measured: median(copied) / median(cached),
          bar: 4,
          unit: '',
        },
      ],
      body: [
        markdownTable(
          ['what', 'photographs a second', 'processor ms a photograph', 'GB a second'],
          [
            ...cold.flatMap((each) => rateRow(`decoded and resized, files on the disk, ${each.name}`, each)),
            ...warm.flatMap((each) => rateRow(`decoded and resized, files in memory, ${each.name}`, each)),
            ...rateRow('the same handed over as bytes, for the cache, Skipwire', bytes),
            [
              'out of the cache, shuffled',
              (median(cached) / (SIDE * SIDE * 3)).toFixed(0),
              '',
              gigabytes(cached),
            ],
            ['memcpy, one thread', '', '', gigabytes(copied)],
          ],
        ),
      ],
      notes: [
        `${photos.note} Medians of ${options.rounds} rounds after a warm-up, each round starting with another contestant; batches of ${BATCH}. Both decode whole images with ${DCT} and make batches of floats in 0..1 in TensorFlow's memory. Skipwire draws the order from (seed, epoch), and rounds to bytes on the way, so that images are the same with the cache and without it. Out of the cache: uint8 images, mapped and gathered in that order, to the same floats; a second's bytes are those of the images.`,
        eviction
          ? 'Files on the disk: before each pass all files are taken out of the page cache of this machine (posix_fadvise), and mincore finds none of their pages there; a virtual disk may still be in the memory of its host. Files in memory: the same pass again.'
          : 'Files on the disk: not measured, as files are taken out of the page cache on Linux alone, and with Python.',
      ],
    };

    function rateRow(what: string, { ms, cpu }: Passes): Row[] {
      if (ms.length === 0) return [];
      const each = cpu.length > 0 ? (median(cpu) / count).toFixed(2) : '';
      return [[what, ((1000 * count) / median(ms)).toFixed(0), each, '']];
    }
  },
};

const gigabytes = (bytes: readonly number[]): string => (median(bytes) / 1e9).toFixed(2);

function jpegBar(what: string, [ours, theirs]: readonly Passes[]): Bar {
  const bar = { what: `${what}, over tf.data in Python with AUTOTUNE`, bar: 1, unit: '' } as const;
  if (!ours || ours.ms.length === 0)
    return { ...bar, why: 'files are evicted on Linux alone, and with Python' };
  if (!theirs) return { ...bar, why: 'TensorFlow in Python did not take part' };
  return { ...bar, measured: median(ours.ms) / median(theirs.ms) };
}

/** The Python of Keras' contestant with another program. */
const feedEntry = (keras: { name: string; program: string; args: readonly string[]; env?: object }) => ({
  ...keras,
  name: 'tf.data in Python',
  args: keras.args.map((arg) => arg.replace(/keras_step\.py$/, 'tf_feed.py')),
  env: { ...keras.env },
});
