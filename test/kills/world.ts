/** One data folder that is worked on and killed at: what all actions share. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { KeptStudy } from '../../core/contract/studies';
import type { History } from '../../core/edit/history';
import type { GraphDocument } from '../../core/graph/document';
import type { Client } from './host';
import type { Ledger } from './ledger';
import type { Random } from './random';

export interface KnownDocument {
  document: GraphDocument;
  history: History;
  revision: string;
}

export interface World {
  data: string;
  ledger: Ledger;
  random: Random;
  client: Client;
  /** Documents as the page knows them, by id. */
  documents: Map<string, KnownDocument>;
  /** Studies as the page knows them, by id. */
  studies: Map<string, KeptStudy>;
  /** Ids in the bin, by the name in the ledger. */
  binned: Map<string, string>;
  /** Runs that were made, by id. */
  runs: Set<string>;
  /** Files that were exported, absolute. */
  exports: Set<string>;
  /** Folder with pictures to import. */
  pictures: string;
  count: number;
  /** Says what is done, for the log. */
  say(text: string): void;
}

export const sha = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 16);

/** All files of a folder but those that say who works in it. */
export function digestOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(owner|claim|request)|\.tmp$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return sha(files.map((path) => `${relative(folder, path)} ${sha(readFileSync(path))}`).join('\n'));
}

export const fileDigest = (path: string): string => (existsSync(path) ? sha(readFileSync(path)) : 'absent');

/** JSON with the fields of each object in one order. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

export const documentValue = ({ document, history }: Pick<KnownDocument, 'document' | 'history'>): string =>
  canonical([document, history]);
