/** Study documents on disk: a folder each, with `study.json` and earlier states in `versions/`. Several hosts can share a data folder. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseStudy, parseStudyText } from '../../core/ablation/read';
import type { Study } from '../../core/ablation/study';
import { codeOf } from '../../core/basics/errors';
import type { BinEntry } from '../../core/contract/bin';
import type { KeptStudy, SavedStudy, SaveStudy, StudyInfo } from '../../core/contract/studies';
import { message } from '../../core/messages';
import { studyIdSchema } from '../../core/study/settings';
import { StudyError } from '../../core/study/study-error';
import { Refusal, refuse, saidBy } from '../basics/refusal';
import type { Bin } from '../bin';
import { renameInPlace, temporaryName, writeAtomically, writeJson } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { withLock } from '../disk/lock';
import { isThere } from '../disk/move';
import { readText, textIfThere } from '../disk/regular-file';
import { sweep } from '../disk/sweep';
import { inWords } from '../disk/trouble';
import { keepVersion } from '../documents/versions';
import type { FromFile } from './identity';

export class StudyStore {
  constructor(readonly root: string) {}

  /** Most recently saved first. A study that cannot be read has a `problem`. */
  async list(): Promise<StudyInfo[]> {
    const names = await readdir(this.root).catch(() => [] as string[]);
    const infos = await Promise.all(
      names.filter((id) => studyIdSchema.safeParse(id).success).map((id) => this.#info(id)),
    );
    return infos
      .filter((info) => info !== undefined)
      .sort((a, b) => b.savedAt.localeCompare(a.savedAt) || a.id.localeCompare(b.id));
  }

  /** @throws Refusal if it does not exist or cannot be read. */
  async get(id: string): Promise<KeptStudy> {
    return (await this.#read(id)) ?? refuse('ablation.store.unknown', { id });
  }

  /**
   * Resolves once it is on disk.
   * @throws StudyError for a study that could not be read again; Refusal for a graph in another file, or if it cannot be
   * written.
   */
  async save({ id, base, study }: SaveStudy): Promise<SavedStudy> {
    const sound = parseStudy(study);
    const files = [sound.base, ...sound.arms.map((arm) => arm.base)].filter((one) => one && 'file' in one);
    if (files.length > 0) refuse('ablation.store.file', { file: (files[0] as { file: string }).file });
    const folder = this.#folder(id);
    return this.#alone(folder, async () => {
      const kept = await this.#read(id);
      const text = textOf(sound);
      const revision = revisionOf(text);
      if (!kept && base !== undefined) return { type: 'gone' };
      if (kept && kept.revision !== base)
        return kept.revision === revision ? { type: 'saved', revision } : { type: 'conflict', kept };
      await write(folder, text);
      return { type: 'saved', revision };
    });
  }

  /** The studies that are run from files. */
  async fromFiles(): Promise<FromFile[]> {
    const found = await Promise.all(
      (await this.list()).map(async ({ id, name }) => {
        const text = await textIfThere(sourceIn(this.#folder(id))).catch(() => undefined);
        const { data } = sourceSchema.safeParse(text === undefined ? undefined : parseJson(text));
        return data ? [{ id, name, file: data.file }] : [];
      }),
    );
    return found.flat();
  }

  /** Notes the file that a stored study is run from. */
  async noteFile(id: string, file: string): Promise<void> {
    const folder = this.#folder(id);
    await this.#alone(folder, () => writeJson(sourceIn(folder), { file } satisfies Source));
  }

  /** Its runs stay. @throws Refusal if it does not exist or cannot be moved. */
  async moveToBin(id: string, bin: Pick<Bin, 'move'>): Promise<BinEntry> {
    const folder = this.#folder(id);
    return this.#alone(folder, async () => {
      const kept = await this.#read(id).catch(() => undefined);
      return bin.move('study', folder, kept?.study.name ?? id);
    });
  }

  /** Removes what a kill has left. */
  async sweep(): Promise<void> {
    await sweep(this.root, new Date());
  }

  async #info(id: string): Promise<StudyInfo | undefined> {
    const stats = await stat(fileIn(this.#folder(id))).catch(() => undefined);
    if (!stats) return undefined;
    const common = { id, savedAt: stats.mtime.toISOString(), bytes: stats.size };
    try {
      const kept = await this.#read(id);
      if (!kept) return undefined;
      const { name, question, arms, seeds, varied } = kept.study;
      const runs = varied.reduce(
        (product, { values }) => product * values.length,
        arms.length * seeds.length,
      );
      return { ...common, name, question, arms: arms.length, runs };
    } catch (error) {
      return { ...common, name: id, question: '', arms: 0, runs: 0, problem: saidBy(error) };
    }
  }

  /** Undefined if there is none. */
  async #read(id: string): Promise<KeptStudy | undefined> {
    const path = fileIn(this.#folder(id));
    let text: string;
    try {
      text = await readText(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw inWords(error, { what: message('ablation.store.read'), where: path, next: 'disk.next.open' });
    }
    try {
      return { study: parseStudyText(text), revision: revisionOf(text) };
    } catch (error) {
      if (!(error instanceof StudyError)) throw error;
      throw new Refusal(message('ablation.store.damaged', { path, reason: error.said }));
    }
  }

  #folder(id: string): string {
    if (!studyIdSchema.safeParse(id).success) refuse('ablation.store.unknown', { id: id.slice(0, 80) });
    return join(this.root, id);
  }

  async #alone<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await withLock(`${folder}.lock`, {}, work);
    } catch (error) {
      throw inWords(error, { what: message('ablation.store.save'), where: folder });
    }
  }
}

const sourceSchema = z.object({ file: z.string() });
type Source = z.infer<typeof sourceSchema>;

const sourceIn = (folder: string): string => join(folder, 'source.json');

const fileIn = (folder: string): string => join(folder, 'study.json');

export const textOf = (study: Study): string => `${JSON.stringify(study, null, 2)}\n`;

const revisionOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** A new folder appears complete or not at all. */
async function write(folder: string, text: string): Promise<void> {
  if (await isThere(folder)) {
    const there = await isThere(fileIn(folder));
    if (there) await keepVersion({ graph: fileIn(folder), versions: join(folder, 'versions') }, Date.now());
    return writeAtomically(fileIn(folder), text);
  }
  const temporary = temporaryName(folder);
  await mkdir(temporary, { recursive: true });
  try {
    await writeAtomically(fileIn(temporary), text);
    await renameInPlace(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}
