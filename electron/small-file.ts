/** A small JSON file for the shell. Errors are ignored. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { parseJson } from '../main/disk/json';

export class SmallFile<Value> {
  constructor(
    private readonly path: string,
    private readonly schema: z.ZodType<Value>,
  ) {}

  read(): Value | undefined {
    try {
      return this.schema.safeParse(parseJson(readFileSync(this.path, 'utf8'))).data;
    } catch {
      return undefined;
    }
  }

  /** Synchronous: a closing window does not wait. */
  write(value: Value): void {
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      const beside = `${this.path}.new`;
      writeFileSync(beside, JSON.stringify(value));
      renameSync(beside, this.path);
    } catch (error) {
      console.error(`${this.path} could not be written:`, error);
    }
  }
}
