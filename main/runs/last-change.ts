import { timeOf } from '../disk/sweep';
import type { RunFolder } from './folder';

export async function lastChange(folder: RunFolder): Promise<Date> {
  const times = await Promise.all([folder.record, folder.metrics, folder.log].map(timeOf));
  return new Date(Math.max(...times));
}
