/** Turns graphs that an earlier Skipwire kept in a browser's storage into documents. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Adopted, documentIdSchema, type SaveAnswer } from '../../core/contract/documents';
import type { GraphDocument } from '../../core/graph/document';
import { GraphError } from '../../core/graph/problem';
import { message } from '../../core/messages';
import { parseDocument } from '../../core/network/parse';
import { writeAtomically } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { writing } from '../disk/trouble';

/** What the store of documents does for it. */
interface Store {
  readonly root: string;
  create(id: string, document: GraphDocument): Promise<SaveAnswer>;
}

interface Draft {
  id?: string;
  document: GraphDocument;
}

/** Also keeps the text in a file if parts of it cannot be read. Safe to call again with the same text. */
export async function adoptDraft(
  store: Store,
  { key, text }: { key: string; text: string },
): Promise<Adopted> {
  const { drafts, active, isWhole } = draftsIn(text);
  const adopted: Adopted['adopted'] = [];
  let shown: string | undefined;
  for (const { id, document } of drafts) {
    const given = await createAs(store, id, document);
    adopted.push({ id: given, name: document.name });
    if (id !== undefined && id === active) shown = given;
  }
  return {
    adopted,
    ...(shown !== undefined && { active: shown }),
    ...(!isWhole && { setAside: await keepText(store.root, key, text) }),
  };
}

async function createAs(store: Store, id: string | undefined, document: GraphDocument): Promise<string> {
  const wanted = documentIdSchema.safeParse(id).data ?? `draft-${digest(JSON.stringify(document))}`;
  const answer = await store.create(wanted, document);
  if (answer.type === 'saved') return wanted;
  const other = `draft-${randomBytes(8).toString('hex')}`;
  await store.create(other, document);
  return other;
}

function draftsIn(text: string): { drafts: Draft[]; active?: string; isWhole: boolean } {
  const json = parseJson(text);
  if (typeof json !== 'object' || json === null) return { drafts: [], isWhole: false };
  const { documents, activeId } = json as { documents?: unknown; activeId?: unknown };
  const entries = Array.isArray(documents) ? documents : [json];
  const drafts = entries.flatMap((entry) => draftOf(entry) ?? []);
  return {
    drafts,
    ...(typeof activeId === 'string' && { active: activeId }),
    isWhole: drafts.length === entries.length,
  };
}

function draftOf(entry: unknown): Draft | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { id, document = entry } = entry as { id?: unknown; document?: unknown };
  try {
    return { document: parseDocument(document), ...(typeof id === 'string' && { id }) };
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

async function keepText(root: string, key: string, text: string): Promise<string> {
  // Ids of documents have no dot.
  const folder = join(root, 'unread.drafts');
  const name = key.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80);
  const path = join(folder, `${name}-${digest(text)}.txt`);
  await writing(
    { what: message('documents.what.adopt'), where: folder, next: 'disk.next.reload' },
    async () => {
      await mkdir(folder, { recursive: true });
      await writeAtomically(path, text);
    },
  );
  return path;
}
