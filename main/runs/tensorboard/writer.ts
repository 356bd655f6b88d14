/** Writes TFRecord files of `Event` messages (events.ts), one each time a run trains. */

import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { message } from '../../../core/messages';
import { maskedCrc32c } from '../../basics/crc32';
import { appendWholeTo } from '../../disk/append';
import { writingNow } from '../../disk/trouble';
import {
  graphEvent,
  type Histogram,
  histogramEvent,
  restartEvent,
  type Scalar,
  scalarEvent,
  versionEvent,
} from './events';
import { EVENT_FILE, eventFiles } from './rewind';

/** Length, its checksum, data, its checksum. */
export function recordBytes(data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length + 4);
  bytes.writeBigUInt64LE(BigInt(data.length), 0);
  bytes.writeUInt32LE(maskedCrc32c(bytes.subarray(0, 8)), 8);
  bytes.set(data, 12);
  bytes.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
  return bytes;
}

const EVENTS = { what: message('runs.what.events') };

/** `flush` appends the events as whole records. */
export class EventWriter {
  readonly path: string;
  private pending: Uint8Array[];

  /** @param folder created if missing; gets a new `events.out.tfevents.<seconds>.<host>.<pid>`. */
  constructor(
    folder: string,
    private readonly now: () => number = Date.now,
  ) {
    writingNow({ ...EVENTS, where: folder }, () => mkdirSync(folder, { recursive: true }));
    const seconds = this.now() / 1000;
    const earlier = stampsIn(folder);
    // TensorBoard reads files sorted by name: each needs a later stamp, even within a second.
    const stamp = Math.max(Math.floor(seconds), ...earlier.map((one) => one + 1));
    this.path = join(folder, `events.out.tfevents.${stamp}.${hostname()}.${process.pid}`);
    this.pending = [recordBytes(versionEvent(seconds))];
    this.flush();
  }

  scalars(step: number, scalars: readonly Scalar[]): void {
    this.add((seconds) => scalarEvent(seconds, step, scalars));
  }

  histograms(step: number, histograms: ReadonlyMap<string, Histogram>): void {
    this.add((seconds) => histogramEvent(seconds, step, histograms));
  }

  graph(graph: Uint8Array): void {
    this.add((seconds) => graphEvent(seconds, graph));
  }

  /** TensorBoard discards earlier values of this step and later. */
  restart(step: number): void {
    this.add((seconds) => restartEvent(seconds, step));
  }

  private add(event: (seconds: number) => Uint8Array): void {
    this.pending.push(recordBytes(event(this.now() / 1000)));
  }

  flush(): void {
    if (this.pending.length === 0) return;
    const bytes = Buffer.concat(this.pending);
    writingNow({ ...EVENTS, where: this.path }, () => appendWholeTo(this.path, bytes));
    this.pending = [];
  }
}

const stampsIn = (folder: string): number[] =>
  eventFiles(folder).flatMap((path) => Number(EVENT_FILE.exec(basename(path))?.[1]));
