/**
 * Removes what event files say after a checkpoint, and a torn end: resumed training writes it again. Readers that
 * ignore restart events then also see each value once.
 */
import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { type EventHead, readEventHead, soundRecords } from './records';

export const EVENT_FILE = /^events\.out\.tfevents\.(\d+)\./;
/** Tags of values of one update; all others belong to an epoch, at its last update. */
export const OF_STEP = 'step/';

export interface RewindTo {
  /** Updates done. */
  step: number;
  /** The epoch of the last update has not ended; its validation may be missing. */
  withinEpoch: boolean;
}

export interface Kept {
  files: number;
  /** One of the files has the network's graph. */
  graph: boolean;
}

export function rewindEvents(folder: string, to: RewindTo): Kept {
  const kept: Kept = { files: 0, graph: false };
  for (const path of eventFiles(folder)) {
    let end = 0;
    for (const record of soundRecords(path)) {
      const head = readEventHead(record.data);
      if (!head || isLater(head, to)) break;
      if (head.kind === 'graph') kept.graph = true;
      end = record.end;
    }
    // Without its version it is not an event file.
    if (end === 0) rmSync(path);
    else {
      if (end < statSync(path).size) truncateSync(path, end);
      kept.files++;
    }
  }
  return kept;
}

/** Steps never decrease within a file. */
function isLater({ step, kind, tag = '' }: EventHead, to: RewindTo): boolean {
  if (step > to.step) return true;
  const ofEpoch = kind === 'summary' && !tag.startsWith(OF_STEP);
  return to.withinEpoch && ofEpoch && step === to.step;
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
