/**
 * Models of the data folder, a folder each: `model.json graph.json weights.safetensors report.json`. The folder appears
 * complete or not at all.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { analyze } from '../../core/analysis/analyze';
import { codeOf } from '../../core/basics/errors';
import { slug } from '../../core/basics/slug';
import type { BinEntry } from '../../core/contract/bin';
import { type ModelInfo, modelInfoSchema } from '../../core/contract/models';
import type { GraphDocument } from '../../core/graph/document';
import { message } from '../../core/messages';
import { parseDocumentText } from '../../core/network/parse';
import { withPixels } from '../../core/network/pixels';
import type { PixelValues } from '../../core/ops/pixels';
import { presetFor } from '../../core/presets';
import { type ImportReport, importReportSchema } from '../../core/study/import-report';
import { modelsRoot } from '../basics/paths';
import { Refusal, refuse } from '../basics/refusal';
import type { Bin } from '../bin';
import { renameInPlace, TEMPORARY, temporaryName, writeJson } from '../disk/atomic';
import { isThere } from '../disk/move';
import { readText } from '../disk/regular-file';
import { sweep } from '../disk/sweep';
import { inWords } from '../disk/trouble';
import { dataChecksum, readSafetensors, type Tensor, writeSafetensors } from '../runs/safetensors';

/** The result of an import; its weights are in the folder that was passed to it. */
export interface ImportedGraph {
  document: GraphDocument;
  report: ImportReport;
}

export interface ModelContent extends ImportedGraph {
  /** By variable name, `conv1/kernel`; row-major, in the layouts of Keras. Empty if there are none. */
  weights: ReadonlyMap<string, Tensor>;
}

const WEIGHTS = 'weights.safetensors';

/** Writes them into the folder of a model; no file if there are none. */
export async function writeWeights(folder: string, weights: ModelContent['weights']): Promise<void> {
  if (weights.size === 0) return;
  await writeSafetensors(join(folder, WEIGHTS), weights, { crc32: dataChecksum(weights) });
}

export class ModelStore {
  readonly root: string;
  readonly #now: () => Date;

  constructor({ root = modelsRoot(), now = () => new Date() }: { root?: string; now?: () => Date } = {}) {
    this.root = root;
    this.#now = now;
  }

  /** Newest first. Folders that cannot be read are left out. */
  async list(): Promise<ModelInfo[]> {
    const names = await readdir(this.root).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    const infos = await Promise.all(
      names.filter((name) => !TEMPORARY.test(name)).map((name) => this.info(name).catch(() => undefined)),
    );
    return infos.filter((info) => info !== undefined).sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1));
  }

  /** Whether there is a model with that id, which may be any text. */
  async has(id: string): Promise<boolean> {
    return slug(id) === id && (await isThere(join(this.root, id, 'model.json')));
  }

  /** @throws Refusal if there is no such model, or it cannot be read. */
  async info(id: string): Promise<ModelInfo> {
    const read = modelInfoSchema.safeParse(JSON.parse(await this.#text(id, 'model.json')));
    return read.success ? { ...read.data, id } : refuse('models.damaged', { id, file: 'model.json' });
  }

  async document(id: string): Promise<GraphDocument> {
    return { ...parseDocumentText(await this.#text(id, 'graph.json')), model: id };
  }

  async report(id: string): Promise<ImportReport> {
    return importReportSchema.parse(JSON.parse(await this.#text(id, 'report.json')));
  }

  /** Empty for a model without weights. @throws Refusal if the file is damaged. */
  async weights(id: string): Promise<Map<string, Tensor>> {
    const { hasWeights } = await this.info(id);
    if (!hasWeights) return new Map();
    const { tensors, metadata, checksum } = await readSafetensors(join(this.#folder(id), WEIGHTS));
    if (metadata.crc32 !== checksum) refuse('models.damaged', { id, file: WEIGHTS });
    return tensors;
  }

  /**
   * @param read gets a folder, which becomes the model's, and writes the weights into it (`writeWeights`).
   * @param name taken from the file if absent, with a number where a model or a preset has it already.
   * @throws Refusal if a model or a preset has the given name, or it cannot be written; what `read` throws.
   */
  async create(read: (folder: string) => Promise<ImportedGraph>, name?: string): Promise<ModelInfo> {
    if (name !== undefined) await this.#freeId(name, name);
    const folder = temporaryName(join(this.root, 'model'));
    try {
      await mkdir(folder, { recursive: true });
      const { document, report } = await read(folder);
      const id = await this.#freeId(name, document.name);
      const info: ModelInfo = {
        format: 'skipwire.model',
        version: 1,
        id,
        name: name ?? document.name,
        source: report.source,
        sourceFormat: report.format,
        importedAt: this.#now().toISOString(),
        totalParams: report.totalParams,
        trainableParams: report.trainableParams,
        hasWeights: report.hasWeights,
      };
      await writeJson(join(folder, 'graph.json'), { ...document, name: info.name });
      await writeJson(join(folder, 'report.json'), report);
      await writeJson(join(folder, 'model.json'), info);
      await renameInPlace(folder, join(this.root, id));
      return info;
    } catch (error) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      throw inWords(error, { what: message('models.what.save'), where: this.root });
    }
  }

  /** What the network takes for pixels from now on. @throws Refusal if there is no such model, or its images have other channels. */
  async setPixels(id: string, values: PixelValues): Promise<ImportReport> {
    const [{ model: _, ...document }, report] = await Promise.all([this.document(id), this.report(id)]);
    const changed = withPixels(document, values);
    const { problems, inputId } = analyze(changed);
    if (problems.some(({ nodeId }) => nodeId === inputId)) refuse('ops.rule.pixels', { pixels: values });
    const said = { ...report, pixels: { values, why: message('import.pixels.asked') } };
    await writeJson(join(this.#folder(id), 'graph.json'), changed);
    await writeJson(join(this.#folder(id), 'report.json'), said);
    return said;
  }

  /** Removes files of imports that were killed. */
  async sweep(): Promise<void> {
    await sweep(this.root, this.#now());
  }

  async moveToBin(id: string, bin: Pick<Bin, 'move'>): Promise<BinEntry> {
    const folder = this.#folder(id);
    if (!(await this.has(id))) refuse('models.unknown', { id });
    const { name } = await this.info(id).catch(() => ({ name: id }));
    return bin.move('model', folder, name);
  }

  async #freeId(name: string | undefined, fallback: string): Promise<string> {
    const base = slug(name ?? fallback);
    const isTaken = async (id: string) => presetFor(id) !== undefined || (await isThere(join(this.root, id)));
    if (!(await isTaken(base))) return base;
    if (name !== undefined) refuse('models.nameTaken', { name: base });
    for (let number = 2; ; number++) if (!(await isTaken(`${base}-${number}`))) return `${base}-${number}`;
  }

  #folder(id: string): string {
    if (slug(id) !== id) refuse('models.unknown', { id });
    return join(this.root, id);
  }

  async #text(id: string, file: string): Promise<string> {
    try {
      return await readText(join(this.#folder(id), file));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (codeOf(error) === 'ENOENT') refuse('models.unknown', { id });
      throw error;
    }
  }
}
