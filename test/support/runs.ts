/** Whether two trainings came to the same, and whether a run's folder is sound. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocumentText } from '../../core/network/parse';
import {
  diagnosticsSchema,
  epochMetricsSchema,
  runRecordSchema,
  stepMetricsSchema,
} from '../../core/study/run';
import { TEMPORARY } from '../../main/disk/atomic';
import { readCheckpoint } from '../../main/runs/checkpoints';
import type { RunFolder } from '../../main/runs/folder';
import { readEvents } from './tensorboard';

/** Every line of metrics.jsonl, without what depends on the clock. */
export function metricLines({ metrics }: RunFolder): unknown[] {
  return readFileSync(metrics, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const { seconds, batchNormSeconds, imagesPerSecond, ...rest } = JSON.parse(line);
      return rest;
    });
}

/** Every variable of a checkpoint as its bytes, so that not a single bit may differ. */
export async function checkpointBits({ checkpoints }: RunFolder, file: string): Promise<Map<string, string>> {
  const tensors = await readCheckpoint(checkpoints, file);
  return new Map(
    [...tensors].map(([name, { data }]) => [
      name,
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
    ]),
  );
}

const lineSchema = stepMetricsSchema.or(epochMetricsSchema).or(diagnosticsSchema);

/** @throws at the first file that is not whole. What is still being written has a name that readers pass over. */
export async function checkFolder(folder: RunFolder): Promise<void> {
  runRecordSchema.parse(JSON.parse(readFileSync(folder.record, 'utf8')));
  parseDocumentText(readFileSync(folder.graph, 'utf8'));
  JSON.parse(readFileSync(folder.environment, 'utf8'));
  const text = readFileSync(folder.metrics, 'utf8');
  if (text !== '' && !text.endsWith('\n')) throw new Error(`${folder.metrics} has a torn last line.`);
  for (const line of text.split('\n').slice(0, -1)) lineSchema.parse(JSON.parse(line));
  for (const file of namesIn(folder.checkpoints)) {
    if (!TEMPORARY.test(file)) await readCheckpoint(folder.checkpoints, file);
  }
  for (const file of namesIn(folder.tensorboard)) readEvents(join(folder.tensorboard, file));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
