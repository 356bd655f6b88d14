/** A study that trains in seconds on the real TensorFlow, begun as a person begins one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { RunRecord } from '../../../core/study/run';
import { DatasetStore } from '../../../main/datasets';
import { linear } from '../../support/small-data';
import { temporaryFolder } from './app';

/** An app's folder that has drawn pictures already. */
export async function folderWithShapes(): Promise<string> {
  const folder = temporaryFolder();
  const store = new DatasetStore({ root: join(folder, 'data', 'datasets') });
  await store.generate({ trainCount: 2000, valCount: 100, seed: 1 });
  return folder;
}

/** Text of a graph file that compiles at once. */
export const smallGraph = (name: string): string =>
  JSON.stringify({ ...linear([16, 16, 3], 10), name }, null, 2);

export const view = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name }).click();

/** Trains the open graphs, on the drawn pictures, or the first `images` of them. */
export async function startTraining(
  page: Page,
  { epochs, images, batchSize }: { epochs: number; images?: number; batchSize: number },
): Promise<void> {
  await view(page, 'Train');
  await page.getByRole('button', { name: 'Use shapes' }).click();
  await page.getByRole('textbox', { name: 'epochs' }).fill(String(epochs));
  await page.getByRole('textbox', { name: 'batch size' }).fill(String(batchSize));
  if (images !== undefined) await page.getByRole('textbox', { name: 'train on first' }).fill(String(images));
  await page.getByRole('button', { name: 'Start training' }).click();
}

/** The records of an app's runs, as they are on the disk. */
export function runRecords(dataFolder: string): RunRecord[] {
  const root = join(dataFolder, 'runs');
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'run.json')))
    .map((entry) => JSON.parse(readFileSync(join(root, entry.name, 'run.json'), 'utf8')));
}
