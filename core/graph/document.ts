/**
 * The graph document: what a person draws, saves and trains. Plain JSON, versioned.
 *
 * Nodes are flat; a group (stem, stage, block) is a label that nodes carry, so folding, compiling and
 * editing never have to unpack anything. A shortcut is removed by muting the edge that carries it into
 * an Add (see `effective.ts`), so that it can be brought back.
 */

import { z } from 'zod';
import { LONGEST_NAME, LONGEST_TEXT, MOST_NUMBERS, MOST_PARTS } from '../basics/limits';
import { message, rule } from '../messages';

export const GRAPH_FORMAT = 'skipwire.graph';
/** 1: a block names its style. 2: it holds the style's arguments (core/styles). */
export const GRAPH_VERSION = 2;

/** Ids are names: unique in the document, usable as TensorFlow node names and as Keras layer names. */
export const ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

const idSchema = z
  .string()
  .max(LONGEST_NAME)
  .refine((id) => ID_PATTERN.test(id), rule(message('graph.idForm')));

export const paramValueSchema = z.union([
  z.number(),
  z.string().max(LONGEST_NAME),
  z.boolean(),
  z.array(z.number()).max(MOST_NUMBERS),
]);
export type ParamValue = z.infer<typeof paramValueSchema>;

export const positionSchema = z.object({ x: z.number(), y: z.number() });
export type Position = z.infer<typeof positionSchema>;

export const nodeSchema = z.object({
  id: idSchema,
  /** An operator's type, such as `Conv2D` (core/ops/registry). */
  type: z.string().max(LONGEST_NAME),
  params: z.record(z.string().max(LONGEST_NAME), paramValueSchema).default({}),
  /** The innermost group that the node stands in. */
  group: idSchema.optional(),
  position: positionSchema.optional(),
});
export type GraphNode = z.infer<typeof nodeSchema>;

export const edgeSchema = z.object({
  id: idSchema,
  source: idSchema,
  target: idSchema,
  /** Index of the target's input. Add takes any number of inputs, 0, 1, 2, ... */
  port: z.number().int().nonnegative().default(0),
  /** A muted edge stays in the document and on the canvas but is left out of the network. */
  muted: z.boolean().optional(),
});
export type GraphEdge = z.infer<typeof edgeSchema>;

/** How a residual block was made, so that the inspector can make it again with other parameters. */
export const blockSchema = z.object({
  kind: z.enum(['basic', 'bottleneck']),
  filters: z.number().int().positive(),
  strides: z.number().int().positive(),
  shortcut: z.enum(['identity', 'projection', 'padded', 'none']),
  /** Name and arguments, checked by core/styles; the name of a published one in undo steps from before version 2. */
  style: z.union([
    z.string().max(LONGEST_NAME),
    z.record(z.string().max(LONGEST_NAME), z.union([z.string().max(LONGEST_NAME), z.number(), z.boolean()])),
  ]),
});
export type BlockParams = z.infer<typeof blockSchema>;

export const groupSchema = z.object({
  id: idSchema,
  kind: z.enum(['stem', 'stage', 'block', 'group']),
  label: z.string().max(LONGEST_NAME).optional(),
  parent: idSchema.optional(),
  block: blockSchema.optional(),
  collapsed: z.boolean().optional(),
  position: positionSchema.optional(),
});
export type GraphGroup = z.infer<typeof groupSchema>;

export const documentSchema = z.object({
  format: z.literal(GRAPH_FORMAT),
  version: z.literal(GRAPH_VERSION),
  name: z.string().min(1).max(LONGEST_NAME),
  description: z.string().max(LONGEST_TEXT).optional(),
  /** The preset that it came from, if it did (shown beside the name; never used to compute). */
  preset: z.object({ id: z.string().max(LONGEST_NAME), style: z.string().max(LONGEST_NAME) }).optional(),
  nodes: z.array(nodeSchema).max(MOST_PARTS),
  edges: z.array(edgeSchema).max(MOST_PARTS),
  groups: z.array(groupSchema).max(MOST_PARTS).default([]),
});
export type GraphDocument = z.infer<typeof documentSchema>;

/** A tensor's shape without the batch dimension: `[height, width, channels]` or `[units]`. */
export type Shape = readonly number[];

export function emptyDocument(name: string): GraphDocument {
  return { format: GRAPH_FORMAT, version: GRAPH_VERSION, name, nodes: [], edges: [], groups: [] };
}
