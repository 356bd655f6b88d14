import type { DatasetManifest } from './store';

/** Values that are read once for each import of a data set. */
export class PerImport<Value> {
  readonly #known = new Map<string, { importedAt: string; value: Promise<Value> }>();

  get(
    key: string,
    { importedAt }: Pick<DatasetManifest, 'importedAt'>,
    read: () => Promise<Value>,
  ): Promise<Value> {
    const known = this.#known.get(key);
    if (known?.importedAt === importedAt) return known.value;
    const value = read();
    this.#known.set(key, { importedAt, value });
    value.catch(() => this.#known.delete(key));
    return value;
  }
}
