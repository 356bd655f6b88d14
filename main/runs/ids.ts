/** Ids of runs and studies: readable, and sorted by time. */
import { randomBytes } from 'node:crypto';
import { slug } from '../../core/basics/slug';

/** A single path component, not hidden. */
export const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** UTC: 20261123-204500. */
export const stamp = (date: Date): string =>
  date.toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '').replace('T', '-');

const tail = (): string => randomBytes(2).toString('hex');

export const runId = (arm: string, seed: number, date: Date): string =>
  `${stamp(date)}-${slug(arm)}-s${seed}-${tail()}`;

export const studyId = (name: string, date: Date): string => `${stamp(date)}-${slug(name)}-${tail()}`;

/** The name of a file without when its run was made: "resnet-20-seed-1.keras". Other names stay as they are. */
export const plainFileName = (name: string): string =>
  name.replace(/^\d{8}-\d{6}-(.+)-s(\d+)-[0-9a-f]{4}(?=[-.]|$)/, '$1-seed-$2');
