/**
 * Takes back, as with metrics.jsonl, what event files say of later than a checkpoint, and the tail that a kill tore: a
 * training that goes on from there writes it again. Each value then stands once in the folder, for readers that know
 * nothing of restart events too.
 */
import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { readEventHead, type SoundRecord, soundRecords } from './records';

export const EVENT_FILE = /^events\.out\.tfevents\.(\d+)\./;
/** Values of one update are called so; all others are of an epoch, at its last update. */
export const OF_STEP = 'step/';

export interface RewindTo {
  /** Updates done. */
  step: number;
  /** The epoch of the last of them has not ended, be it but for its validation. */
  withinEpoch: boolean;
}

/** What is left. */
export interface Kept {
  files: number;
  /** The network's graph is in one of them. */
  graph: boolean;
}

/** @param folder one that is not there holds nothing. */
export function rewindEvents(folder: string, to: RewindTo): Kept {
  const kept: Kept = { files: 0, graph: false };
  for (const path of eventFiles(folder)) {
    let end = 0;
    for (const record of soundRecords(path)) {
      const head = headOf(record);
      if (!head || isLater(head, to)) break;
      if (head.kind === 'graph') kept.graph = true;
      end = record.end;
    }
    // Without its version it is no event file.
    if (end === 0) rmSync(path);
    else {
      if (end < statSync(path).size) truncateSync(path, end);
      kept.files++;
    }
  }
  return kept;
}

/** Steps never fall within a file: what follows the first that is later is later too. */
function isLater({ step, kind, tag = '' }: ReturnType<typeof readEventHead>, to: RewindTo): boolean {
  if (step > to.step) return true;
  const ofEpoch = kind === 'summary' && !tag.startsWith(OF_STEP);
  return to.withinEpoch && ofEpoch && step === to.step;
}

function headOf({ data }: SoundRecord): ReturnType<typeof readEventHead> | undefined {
  try {
    return readEventHead(data);
  } catch {
    return undefined;
  }
}

export function eventFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => EVENT_FILE.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
