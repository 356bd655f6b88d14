/** metrics.jsonl: a JSON object per line for each step and epoch, in order. */

import { closeSync, fsyncSync } from 'node:fs';
import { message } from '../../core/messages';
import type { EpochMetrics, RunMetrics } from '../../core/study/run';
import { appendWhole } from '../disk/append';
import { writeAtomically } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { openAppendingSync, textIfThere } from '../disk/regular-file';
import { writingNow } from '../disk/trouble';
import { faultWords, lineSchema, type Metric, tidyMetrics } from './repair/tidy-metrics';

/** Appends whole lines; `flush` hands them to the system, `sync` waits for the disk. */
export class MetricsWriter {
  private pending = '';
  private readonly file: number;

  constructor(private readonly path: string) {
    this.file = openAppendingSync(path);
  }

  add(metrics: Metric): void {
    this.pending += `${JSON.stringify(metrics)}\n`;
  }

  flush(): void {
    if (this.pending === '') return;
    this.writing(() => appendWhole(this.file, Buffer.from(this.pending)));
    this.pending = '';
  }

  sync(): void {
    this.flush();
    this.writing(() => fsyncSync(this.file));
  }

  /** Tries again to write what `flush` could not. */
  close(): void {
    try {
      this.flush();
    } catch {
      // The first failure was already reported.
    } finally {
      closeSync(this.file);
    }
  }

  private writing(work: () => void): void {
    writingNow({ what: message('runs.what.metrics'), where: this.path }, work);
  }
}

/**
 * Lines that are torn or not metrics are ignored. Repeated or misplaced rows are put in order and listed in `faults`.
 * No file: no metrics.
 */
export async function readMetrics(path: string): Promise<RunMetrics> {
  const text = (await textIfThere(path)) ?? '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const { steps, epochs, diagnostics, found } = tidyMetrics(whole);
  const faults = faultWords(found);
  return { steps, epochs, diagnostics, ...(faults.length > 0 ? { faults } : {}) };
}

/**
 * Removes everything after a position; resumed training writes it again.
 * @param at whole epochs and updates done. @returns the remaining epochs.
 */
export async function rewindMetrics(
  path: string,
  at: { epoch: number; step: number },
): Promise<EpochMetrics[]> {
  const text = (await textIfThere(path)) ?? '';
  const epochs: EpochMetrics[] = [];
  const kept = text
    .split('\n')
    .slice(0, -1)
    .filter((line) => {
      const parsed = lineSchema.safeParse(parseJson(line));
      if (!parsed.success) return false;
      if (parsed.data.type !== 'epoch') return parsed.data.step <= at.step;
      if (parsed.data.epoch > at.epoch) return false;
      epochs.push(parsed.data);
      return true;
    });
  const rest = kept.map((line) => `${line}\n`).join('');
  if (rest !== text) await writeAtomically(path, rest);
  return epochs;
}
