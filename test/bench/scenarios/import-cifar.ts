/** CIFAR-10 from its archive to a data set: every file verified, unpacked, turned and written to the disk. */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { liblzma } from '../../../main/archives/liblzma';
import { packageRoot } from '../../../main/basics/package-root';
import { Contestant } from '../contestant';
import { type Bar, markdownTable, type Row } from '../report';
import { skipwireEntry } from '../roster';
import { median } from '../statistics';
import type { Context, Scenario } from './scenario';

const IMAGES = 60_000;
const BAR = 6;

/** Where machines that have the real data keep it; SKIPWIRE_CIFAR10 names another place. */
export const archiveAtHand = (): string | undefined =>
  [process.env.SKIPWIRE_CIFAR10, join(packageRoot(), '..', 'shared', 'data', 'cifar-10-binary.tar.xz')].find(
    (path) => path !== undefined && existsSync(path),
  );

export const importCifar: Scenario = {
  id: 'import-cifar',
  title: 'CIFAR-10 import',
  run: async (context) => {
    const archive = archiveAtHand();
    if (!archive) {
      return {
        bars: [],
        body: ['Not measured: the archive is not on this machine. SKIPWIRE_CIFAR10 may name it.'],
        notes: [],
      };
    }
    const isXz = archive.endsWith('.xz');
    context.say('making the official form of the archive, .tar.gz');
    const gz = isXz ? await repacked(archive, context.folder) : archive;
    const rows: Row[] = [];
    const measure = async (what: string, measureOnce: () => Promise<number>): Promise<number> => {
      const seconds: number[] = [];
      for (let round = 0; round < context.options.rounds; round++) {
        context.say(`round ${round + 1} of ${context.options.rounds}: ${what}`);
        seconds.push(await measureOnce());
      }
      const figures = [median(seconds), Math.min(...seconds), Math.max(...seconds)];
      rows.push([what, ...figures.map((value) => value.toFixed(2))]);
      return median(seconds);
    };
    const official = await measure('.tar.gz, its official form', () => importOnce(gz, context));
    const bars: Bar[] = [{ what: 'CIFAR-10 import from .tar.gz', measured: official, bar: BAR, unit: 's' }];
    const notes = [
      'From the archive to a data set that can be trained on: SHA-256 of every file, channels last, synced to the disk. A new process each time.',
    ];
    if (isXz) {
      const xz = await measure('.tar.xz', () => importOnce(archive, context));
      const alone = await measure('xz alone, into nowhere', async () => xzAlone(archive));
      bars.push({ what: 'CIFAR-10 import from .tar.xz', measured: xz, bar: BAR, unit: 's' });
      const by = liblzma() ? 'the liblzma of node-liblzma' : 'the program xz';
      notes.push(
        `The .tar.xz is one block whose coder is never reset, so it cannot be unpacked by two threads. Ours is unpacked by ${by} in ${xz.toFixed(2)} s, all the rest included; the xz of this machine takes ${alone.toFixed(2)} s for that alone.`,
      );
    }
    return { bars, body: [markdownTable(['from', 's, median', 'min', 'max'], rows)], notes };
  },
};

async function importOnce(archive: string, { roster, folder }: Context): Promise<number> {
  const root = join(folder, 'datasets');
  const entry = skipwireEntry(roster.engine, 'Skipwire', 'skipwire-import');
  const contestant = Contestant.start(entry, { archive, root });
  try {
    const { times, parameters } = await contestant.ready();
    if (parameters !== IMAGES) {
      throw new Error(`The import should bring ${IMAGES} images. Received: ${parameters}.`);
    }
    return (times.import ?? Number.NaN) / 1000;
  } finally {
    await contestant.end();
    rmSync(root, { recursive: true, force: true });
  }
}

async function repacked(archive: string, folder: string): Promise<string> {
  const tar = join(folder, 'cifar-10-binary.tar');
  const { status, stderr } = spawnSync('sh', ['-c', 'xz -dc "$0" > "$1"', archive, tar], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`xz could not unpack ${archive}: ${stderr.trim()}`);
  const gz = `${tar}.gz`;
  await pipeline(createReadStream(tar), createGzip(), createWriteStream(gz));
  rmSync(tar);
  return gz;
}

function xzAlone(archive: string): number {
  const began = performance.now();
  spawnSync('sh', ['-c', 'xz -dc "$0" > /dev/null', archive]);
  return (performance.now() - began) / 1000;
}
