/** What people write on a run (core/study/annotations.ts), beside run.json: older versions do not look at it. */
import { rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../../core/basics/errors';
import { inEnglish, message } from '../../core/messages';
import {
  type AnnotationChange,
  type Annotations,
  annotated,
  annotationsSchema,
} from '../../core/study/annotations';
import { Refusal } from '../basics/refusal';
import { syncFolder, writeJson } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { withLock } from '../disk/lock';
import { readText } from '../disk/regular-file';
import { writing } from '../disk/trouble';
import type { RunFolder } from './folder';
import { stamp } from './ids';

/** Bytes. */
const MOST = 4 * 1024 * 1024;

/** Loose, to keep what a newer version adds. */
const fileSchema = z.looseObject({
  format: z.literal('skipwire.annotations'),
  version: z.number(),
  ...annotationsSchema.shape,
});
type AnnotationsFile = z.infer<typeof fileSchema>;

const empty: AnnotationsFile = { format: 'skipwire.annotations', version: 1 };

/** Undefined without any; `damaged` if the file is there and is none. */
async function read({ annotations: path }: RunFolder): Promise<AnnotationsFile | 'damaged' | undefined> {
  try {
    return fileSchema.safeParse(parseJson(await readText(path, MOST))).data ?? 'damaged';
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    // Not a regular file, or far too large.
    if (error instanceof Refusal) return 'damaged';
    throw error;
  }
}

/**
 * Undefined without any. A damaged file is set aside, never deleted; `setAside` says where it is now.
 * @param warn called with what cannot be read: the run itself is not affected
 */
export async function readAnnotations(
  folder: RunFolder,
  warn: (reason: string) => void,
): Promise<Annotations | undefined> {
  try {
    let file = await read(folder);
    if (file === 'damaged') {
      file = await withLock(lockOf(folder), {}, () => wholeFile(folder));
      warn(inEnglish(message('runs.annotations.setAside', { file: file.setAside ?? '' })));
    }
    return file && annotationsOf(file);
  } catch (error) {
    warn(String(error));
    return undefined;
  }
}

/** @throws DiskTrouble if it cannot be written */
export function changeAnnotations(
  folder: RunFolder,
  id: string,
  change: AnnotationChange,
): Promise<Annotations> {
  return writing({ what: message('runs.what.annotations', { id }), where: folder.path }, () =>
    withLock(lockOf(folder), {}, async () => {
      const file = await wholeFile(folder);
      const { format, version, ...others } = file;
      const after = annotated(annotationsOf(file), change);
      const unknown = Object.fromEntries(
        Object.entries(others).filter(([name]) => !Object.hasOwn(annotationsSchema.shape, name)),
      );
      await writeJson(folder.annotations, { format, version, ...unknown, ...after });
      return after;
    }),
  );
}

const lockOf = ({ annotations }: RunFolder): string => `${annotations}.lock`;

const annotationsOf = (file: AnnotationsFile): Annotations => annotationsSchema.parse(file);

async function wholeFile(folder: RunFolder): Promise<AnnotationsFile> {
  const file = await read(folder);
  if (file !== 'damaged') return file ?? empty;
  const aside = `${folder.annotations}.damaged-${stamp(new Date())}`;
  await rename(folder.annotations, aside);
  await syncFolder(folder.path);
  const next = { ...empty, setAside: basename(aside) };
  await writeJson(folder.annotations, next);
  return next;
}
