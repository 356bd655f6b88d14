/** Imports damaged files in a process that may crash or hang. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphError } from '../../core/graph/problem';
import { Refusal } from '../../main/basics/refusal';
import { importModel } from '../../main/importing';
import { Random } from '../differential/random';
import { type Seed, seedsOf } from './seeds';

export interface Trial {
  /** Which of the seeds, and which damage. */
  file: number;
  seed: number;
}

export type Ended = Trial & {
  /** Milliseconds of CPU time. */
  cpu: number;
  outcome: 'imported' | 'refused' | 'fault';
  error?: string;
};

export const damaged = ({ bytes, damage }: Seed, seed: number): Uint8Array =>
  damage(new Uint8Array(bytes), new Random(seed));

export async function child(root: string, folder: string): Promise<void> {
  const seeds = seedsOf(root);
  const ask = () => process.send?.('next');
  process.on('message', (trial: Trial) => {
    void trying(seeds[trial.file] as Seed, trial, folder).then((ended) => {
      process.send?.(ended);
      ask();
    });
  });
  ask();
  await new Promise(() => undefined);
}

async function trying(seed: Seed, trial: Trial, folder: string): Promise<Ended> {
  const path = join(folder, `damaged${seed.ending}`);
  writeFileSync(path, damaged(seed, trial.seed));
  const before = process.cpuUsage();
  const ended = (outcome: Ended['outcome'], error?: unknown): Ended => {
    const { user, system } = process.cpuUsage(before);
    const said = error === undefined ? {} : { error: (error as Error).stack ?? String(error) };
    return { ...trial, outcome, cpu: (user + system) / 1000, ...said };
  };
  try {
    await importModel(path);
    return ended('imported');
  } catch (error) {
    const isSaid = error instanceof Refusal || error instanceof GraphError;
    return isSaid ? ended('refused') : ended('fault', error);
  }
}
