import { z } from 'zod';
import { LONGEST_NAME, MOST_PARTS } from '../../basics/limits';
import type { GraphDocument } from '../../graph/document';
import type { Key } from '../../messages';

/** A kind of edit: what a person chooses in the window or writes into a study's file. */
export interface EditKind<Kind extends string = string, Fields extends z.ZodRawShape = z.ZodRawShape> {
  kind: Kind;
  label: Key;
  help: Key;
  /** `kind` and the fields; those that are declared with `param` (core/ops/fields.ts) are a form. */
  schema: z.ZodObject<{ kind: z.ZodLiteral<Kind> } & Fields, z.core.$strict>;
  /**
   * @returns a new document. Layers that stay keep their names, and with them their initial values.
   * @throws StudyError or GraphError where the edit cannot be applied to this graph
   */
  apply(document: GraphDocument, edit: z.output<z.ZodObject<Fields>>): GraphDocument;
}

export function defineEdit<Kind extends string, Fields extends z.ZodRawShape>({
  fields,
  ...edit
}: Omit<EditKind<Kind, Fields>, 'schema'> & { fields: Fields }): EditKind<Kind, Fields> {
  return { ...edit, schema: z.strictObject({ kind: z.literal(edit.kind), ...fields }) };
}

/** Ids of blocks or stages, or of single Adds; absent: the whole network. */
export const blocksField = z.array(z.string().min(1).max(LONGEST_NAME)).min(1).max(MOST_PARTS).optional();
