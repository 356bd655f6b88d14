/** All kinds of edits. The window's menu, the file format and its documentation derive from this table. */
import { z } from 'zod';
import type { GraphDocument } from '../../graph/document';
import { activationEdit } from './activation';
import { changeEdit } from './change';
import { depthEdit } from './depth';
import type { EditKind } from './edit';
import { kernelEdit } from './kernel';
import { normalizationEdit, removeNormalizationEdit } from './normalization';
import { preActivationEdit } from './pre-activation';
import { removeShortcutsEdit } from './remove-shortcuts';
import { shortcutTypeEdit } from './shortcut-type';
import { stochasticDepthEdit } from './stochastic-depth';
import { widthEdit } from './width';

export const EDITS = [
  removeShortcutsEdit,
  shortcutTypeEdit,
  removeNormalizationEdit,
  normalizationEdit,
  activationEdit,
  preActivationEdit,
  depthEdit,
  widthEdit,
  kernelEdit,
  stochasticDepthEdit,
  changeEdit,
] as const;

type SchemaOf<Kind> = Kind extends { schema: infer Schema extends z.ZodObject } ? Schema : never;
type SchemasOf<Kinds> = { -readonly [Index in keyof Kinds]: SchemaOf<Kinds[Index]> };

export const editSchema = z.discriminatedUnion(
  'kind',
  EDITS.map(({ schema }) => schema) as unknown as SchemasOf<typeof EDITS>,
);
export type Edit = z.infer<typeof editSchema>;

const byKind = new Map<string, EditKind>(EDITS.map((edit) => [edit.kind, edit as unknown as EditKind]));

/** @throws StudyError or GraphError where it cannot be applied. */
export const applyEdit = (document: GraphDocument, edit: Edit): GraphDocument =>
  editKind(edit.kind).apply(document, edit);

export const editKind = (kind: Edit['kind']): EditKind => byKind.get(kind)!;
