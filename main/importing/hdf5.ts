/**
 * Reads an HDF5 file that may be hostile. External links, virtual data sets and external storage reach nothing
 * (main/archives/hdf5.ts) and are refused by name. Only requested values are copied.
 */
import { closeSync, fstatSync } from 'node:fs';
import { messageOf } from '../../core/basics/errors';
import { type Hdf5Dataset, type Hdf5File, type Hdf5Module, loadHdf5, withHdf5File } from '../archives/hdf5';
import { Refusal, refuse } from '../basics/refusal';
import { openRegularSync } from '../disk/regular-file';
import type { Tensor } from '../runs/safetensors';
import { checkSize, checkWithin, MOST_STRUCTURE, MOST_WEIGHTS, notRead } from './limits';
import { beginStep } from './steps';

export interface Hdf5 {
  /** Names in a group, in the file's order. Empty if there is no such group. */
  names(path: string): readonly string[];
  isDataset(path: string): boolean;
  /** An attribute's value; undefined if there is none. */
  attribute(path: string, name: string): unknown;
  /**
   * Values as float32.
   * @throws Refusal if they are not numbers, or stored elsewhere
   */
  tensor(path: string): Tensor;
}

/** Deflate expands one byte to at most 1,032 bytes. */
const MOST_INFLATION = 1032;

/** @param file its name, for refusals. @throws Refusal where it is not HDF5, or reaches out of itself. */
export async function withHdf5<Result>(
  path: string,
  file: string,
  use: (content: Hdf5) => Result,
): Promise<Result> {
  const descriptor = openRegularSync(path);
  try {
    await loadHdf5();
    const { size } = fstatSync(descriptor);
    beginStep();
    return await withHdf5File(descriptor, 'r', (content, module) =>
      use(new Content(module, content, size, file)),
    );
  } catch (error) {
    throw refusal(error, file);
  } finally {
    closeSync(descriptor);
  }
}

/** HDF5 prints a line for each function that failed; the innermost says what was wrong. */
function refusal(error: unknown, file: string): Refusal {
  if (error instanceof Refusal) return error;
  const said = messageOf(error);
  return notRead(new Error([...said.matchAll(/#\d+: .*\(\): (.+)/g)].at(-1)?.[1] ?? said), file);
}

class Content implements Hdf5 {
  private left = MOST_WEIGHTS;

  constructor(
    private readonly module: Hdf5Module,
    private readonly root: Hdf5File,
    private readonly size: number,
    private readonly file: string,
  ) {}

  names(path: string): readonly string[] {
    const found = this.at(path);
    return found && 'keys' in found ? (found as { keys(): string[] }).keys() : [];
  }

  isDataset(path: string): boolean {
    const found = this.at(path);
    return found !== undefined && 'metadata' in found && 'shape' in found;
  }

  attribute(path: string, name: string): unknown {
    const { file, size } = this;
    const found = this.at(path) as
      | {
          attrs: Record<
            string,
            { metadata: { size: number; total_size: number; vlen: boolean }; value: unknown }
          >;
        }
      | undefined;
    const attribute = found && Object.hasOwn(found.attrs, name) ? found.attrs[name] : undefined;
    if (!attribute) return undefined;
    const { metadata } = attribute;
    const bytes = metadata.size * metadata.total_size;
    checkSize({ file, what: name, bytes }, MOST_STRUCTURE);
    checkWithin({ file, what: name, bytes }, size);
    return attribute.value;
  }

  tensor(path: string): Tensor {
    const { file, module, root } = this;
    const dataset = this.at(path) as Hdf5Dataset | undefined;
    if (!dataset || !this.isDataset(path)) refuse('import.refused.noWeight', { file, name: path });
    const { metadata, filters } = dataset;
    if (metadata.virtual_sources) refuse('import.refused.elsewhere', { file, name: path });
    const { shape, total_size: count, size: width, vlen } = metadata;
    const read = vlen || !shape ? undefined : readerOf(metadata);
    if (!shape || !read) refuse('import.refused.notNumbers', { file, name: path });
    const bytes = count * width;
    beginStep();
    checkWithin({ file, what: path, bytes }, this.size * (filters.length > 0 ? MOST_INFLATION : 1));
    checkSize({ file, what: path, bytes }, this.left);
    this.left -= bytes;
    const pointer = module._malloc(Math.max(1, bytes));
    if (pointer === 0) refuse('import.refused.tooLarge', { file, what: path, bytes, most: this.left });
    try {
      // Throws if the values are in another file.
      module.get_dataset_data(root.file_id, path, null, null, null, BigInt(pointer));
      return { shape: shape.map(Number), data: read(module.HEAPU8.slice(pointer, pointer + bytes)) };
    } catch (error) {
      // A file with that name, which the sealed file system lacks.
      if (/external/.test(messageOf(error))) refuse('import.refused.elsewhere', { file, name: path });
      throw refusal(error, file);
    } finally {
      module._free(pointer);
    }
  }

  /**
   * Does not follow links.
   * @throws Refusal for a link
   */
  private at(path: string): object | undefined {
    const { root, module, file } = this;
    beginStep();
    let at = '';
    let found: object | undefined = root;
    for (const name of path.split('/').filter(Boolean)) {
      if (!found || !('keys' in found) || !(found as { keys(): string[] }).keys().includes(name))
        return undefined;
      at += `/${name}`;
      const link: { filename?: string } | null = module.get_external_link(root.file_id, at);
      if (link?.filename !== undefined || module.get_symbolic_link(root.file_id, at)) {
        refuse('import.refused.link', { file, name: at });
      }
      found = root.get(at) ?? undefined;
    }
    return found;
  }
}

/** Converts a file's numbers to float32; undefined for an unsupported type. */
function readerOf({ type, size, littleEndian }: { type: number; size: number; littleEndian: boolean }) {
  const FLOAT = 1;
  const INTEGER = 0;
  if (type === FLOAT && size === 4 && littleEndian)
    return (bytes: Uint8Array) => new Float32Array(bytes.buffer);
  const one = {
    [FLOAT]: { 2: 'getFloat16', 4: 'getFloat32', 8: 'getFloat64' },
    [INTEGER]: { 4: 'getInt32', 8: 'getBigInt64' },
  }[type] as Record<number, string> | undefined;
  const method = one?.[size];
  if (method === undefined) return undefined;
  return (bytes: Uint8Array) => {
    const view = new DataView(bytes.buffer);
    const take =
      method === 'getFloat16'
        ? (at: number) => halfAt(view, at, littleEndian)
        : (at: number) =>
            Number(
              (view as never as Record<string, (at: number, little: boolean) => number | bigint>)[method]!(
                at,
                littleEndian,
              ),
            );
    return Float32Array.from({ length: bytes.length / size }, (_, index) => take(index * size));
  };
}

/** IEEE 754 binary16. */
function halfAt(view: DataView, at: number, littleEndian: boolean): number {
  const bits = view.getUint16(at, littleEndian);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
