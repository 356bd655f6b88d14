/** Names of run folders: readable, and in the order of their making when sorted. */
import { randomBytes } from 'node:crypto';
import { slug } from '../basics/slug';

/** One path component that cannot lead out of the folder and cannot be hidden. */
export const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** UTC, so that ids sort alike all year round: 20261123-204500. */
const stamp = (date: Date): string =>
  date.toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '').replace('T', '-');

const tail = (): string => randomBytes(2).toString('hex');

/** `20261123-204500-resnet50-s1-ab12` */
export const runId = (arm: string, seed: number, date: Date): string =>
  `${stamp(date)}-${slug(arm)}-s${seed}-${tail()}`;

/** `20261123-204500-shortcuts-ab12` */
export const studyId = (name: string, date: Date): string => `${stamp(date)}-${slug(name)}-${tail()}`;
