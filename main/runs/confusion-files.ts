/**
 * Confusion matrices, one file per epoch: `confusion/epoch-0003.json`. Only counts above 0 are stored: with a
 * thousand classes most are 0.
 */

import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { message } from '../../core/messages';
import { confusionSchema, type SparseConfusion, sparseConfusion } from '../../core/study/confusion';
import { writeAtomically } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { textIfThere } from '../disk/regular-file';
import { writing } from '../disk/trouble';
import type { RunFolder } from './folder';

export const CONFUSION_NAME = /^epoch-(\d+)\.json$/;
const fileSchema = confusionSchema.extend({
  format: z.literal('skipwire.confusion'),
  epoch: z.number().int(),
});

const fileOf = (folder: string, epoch: number): string =>
  join(folder, `epoch-${String(epoch).padStart(4, '0')}.json`);

/** @param folder created if missing. */
export async function writeConfusion(folder: string, epoch: number, matrix: SparseConfusion): Promise<void> {
  const content = { format: 'skipwire.confusion', epoch, ...matrix };
  await writing({ what: message('runs.what.confusion'), where: folder }, async () => {
    await mkdir(folder, { recursive: true });
    await writeAtomically(fileOf(folder, epoch), `${JSON.stringify(content)}\n`);
  });
}

export async function keepConfusions(folder: string, keeps: (epoch: number) => boolean): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const epoch = CONFUSION_NAME.exec(name)?.[1];
    if (epoch !== undefined && !keeps(Number(epoch))) await rm(join(folder, name), { force: true });
  }
}

/** Undefined if there is none. Older runs have theirs in metrics.jsonl. */
export async function readConfusion(
  { confusion, metrics }: RunFolder,
  epoch: number,
): Promise<SparseConfusion | undefined> {
  const path = fileOf(confusion, epoch);
  const text = await textIfThere(path);
  if (text === undefined) return confusionInMetrics((await textIfThere(metrics)) ?? '', epoch);
  return confusionIn(text);
}

/** Undefined if missing or damaged. */
export async function readConfusionFile(path: string): Promise<SparseConfusion | undefined> {
  return confusionIn((await textIfThere(path)) ?? '');
}

function confusionIn(text: string): SparseConfusion | undefined {
  const parsed = fileSchema.safeParse(parseJson(text));
  return parsed.success ? { classes: parsed.data.classes, counts: parsed.data.counts } : undefined;
}

const oldSchema = z.object({
  type: z.literal('epoch'),
  epoch: z.number(),
  confusion: z.array(z.array(z.number().int().nonnegative())).min(1),
});

function confusionInMetrics(text: string, epoch: number): SparseConfusion | undefined {
  for (const line of text.split('\n')) {
    if (!line.includes('"confusion"')) continue;
    const parsed = oldSchema.safeParse(parseJson(line));
    if (parsed.success && parsed.data.epoch === epoch) return sparseConfusion(parsed.data.confusion.flat());
  }
  return undefined;
}
