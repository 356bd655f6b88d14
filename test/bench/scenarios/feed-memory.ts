/** What the app has in memory while it imports and trains on a large set of photographs: little, and no more in the end. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../main/basics/package-root';
import { Contestant } from '../contestant';
import type { PhotosAssignment } from '../contestants/skipwire-photos';
import { writeManyPhotos } from '../many-photos';
import { MemorySampler, type Stretch } from '../memory-samples';
import { markdownTable, type Row } from '../report';
import { skipwireEntry } from '../roster';
import type { Scenario } from './scenario';

const SIDE = 224;
const BATCH = 64;
const EPOCHS = 4;
/** 1.5 GB. */
const BAR = 1.5e9 / 2 ** 20;

export const feedMemory: Scenario = {
  id: 'feed-memory',
  title: 'Memory on a large set of photographs',
  run: async ({ options, roster, folder, say }) => {
    spawnSync(process.execPath, [join(packageRoot(), 'scripts', 'build.mjs'), 'main', '--if-needed']);
    const count = options.quick ? 300 : 25_000;
    const photos = join(folder, 'photos');
    const app = join(folder, 'app');
    mkdirSync(app);
    say(`writing ${count} photographs`);
    const { bytes } = await writeManyPhotos(photos, count);
    const assignment: PhotosAssignment = {
      photos,
      folder: app,
      workerEntry: join(packageRoot(), 'build', 'main', 'worker.cjs'),
      side: SIDE,
      batch: BATCH,
      epochs: EPOCHS,
    };
    const contestant = Contestant.start(
      skipwireEntry(roster.engine, 'Skipwire', 'skipwire-photos'),
      assignment,
    );
    const phases: [name: string, from: number, to: number][] = [];
    let sampler: MemorySampler | undefined;
    try {
      await contestant.ready();
      sampler = new MemorySampler(contestant.pid as number);
      say('importing');
      const imported = (await contestant.ask('figures', 1, 'import')).figures;
      phases.push(['import', imported.began as number, imported.ended as number]);
      say('training');
      const { began, decoded, ended } = (await contestant.ask('figures', 1, 'train')).figures;
      phases.push(['decoding into the cache', began as number, decoded as number]);
      phases.push([`${EPOCHS} epochs out of the cache`, decoded as number, ended as number]);
    } finally {
      sampler?.stop();
      await contestant.end();
    }
    const found = phases.flatMap(([name, from, to]) => {
      const stretch = sampler?.between(from, to);
      return stretch ? [{ name, seconds: (to - from) / 1000, ...stretch }] : [];
    });
    const worst = (of: (stretch: Stretch) => number) =>
      found.length > 0
        ? { measured: Math.max(...found.map(of)) }
        : { why: 'this system does not tell (Linux does)' };
    return {
      bars: [
        {
          what: `feed-memory: the app's memory, importing and training on ${count} photographs`,
          ...worst(({ peak }) => peak),
          bar: BAR,
          unit: 'MiB',
        },
      ],
      body: [
        markdownTable(
          ['phase', 's', 'peak, MiB', 'host', 'worker', 'first third to last', 'mapped files, MiB'],
          found.map(
            ({ name, seconds, peak, peakOwn, peakOthers, growth, peakMapped }): Row => [
              name,
              seconds.toFixed(0),
              peak.toFixed(0),
              peakOwn.toFixed(0),
              peakOthers.toFixed(0),
              `${growth < 0 ? '' : '+'}${growth.toFixed(1)} %`,
              peakMapped.toFixed(0),
            ],
          ),
        ),
      ],
      notes: [
        `${count} JPEG files, ${(bytes / 1e9).toFixed(2)} GB, 96 to 640 pixels a side, imported by the app's host and trained on by its worker: a network of one convolution, ${SIDE}x${SIDE}, batch ${BATCH}, mirrored and cropped, normalized.`,
        "RssAnon + RssShmem of the host's process and all that it starts, ten times a second; the peak is the largest sum, growth compares means of it. Mapped files (RssFile) are the system's page cache, shared and given up when memory is short: the cache of decoded images, and libraries.",
      ],
    };
  },
};
