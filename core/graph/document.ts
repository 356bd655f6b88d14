/**
 * The graph document: what a person draws, saves and trains. Plain JSON, versioned. Nodes are flat and name their group. A
 * shortcut is removed by muting its edge into an Add (core/network/effective.ts), so that it can be restored.
 */
import { z } from 'zod';
import { LONGEST_NAME, LONGEST_TEXT, MOST_NUMBERS, MOST_PARTS } from '../basics/limits';
import { message, rule } from '../messages';

export const GRAPH_FORMAT = 'skipwire.graph';
/** 1: a block names its style. 2: it contains the style's arguments (core/styles). */
export const GRAPH_VERSION = 2;

/** Unique in the document, and usable as names of TensorFlow nodes and Keras layers. */
export const ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

const idSchema = z
  .string()
  .max(LONGEST_NAME)
  .refine((id) => ID_PATTERN.test(id), rule(message('graph.idForm')));

const paramValueSchema = z.union([
  z.number(),
  z.string().max(LONGEST_NAME),
  z.boolean(),
  z.array(z.number()).max(MOST_NUMBERS),
]);
export type ParamValue = z.infer<typeof paramValueSchema>;

export const positionSchema = z.object({ x: z.number(), y: z.number() });
export type Position = z.infer<typeof positionSchema>;

/** For larger factors, change the learning rate of the training; a factor of 0 is a frozen layer. */
export const learningRateFactorSchema = z.number().positive().max(1000);

export const nodeSchema = z.object({
  id: idSchema,
  type: z.string().max(LONGEST_NAME),
  params: z.record(z.string().max(LONGEST_NAME), paramValueSchema).default({}),
  /** The innermost group. */
  group: idSchema.optional(),
  position: positionSchema.optional(),
  /**
   * A frozen layer: training does not change its weights, and a BatchNormalization uses its moving statistics (Keras).
   */
  trainable: z.literal(false).optional(),
  /** On the canvas but not in the network: its input goes on in its place. Only for layers with one input. */
  bypassed: z.literal(true).optional(),
  /** Multiplies the learning rate of the layer's weights. Default: 1. */
  learningRateFactor: learningRateFactorSchema.optional(),
});
export type GraphNode = z.infer<typeof nodeSchema>;

export const edgeSchema = z.object({
  id: idSchema,
  source: idSchema,
  target: idSchema,
  /** Index of the target's input. */
  port: z.number().int().nonnegative().default(0),
  /** A removed edge is on the canvas but not in the network. */
  muted: z.boolean().optional(),
});
export type GraphEdge = z.infer<typeof edgeSchema>;

/** How a residual block was made, for rebuilding it with other parameters. */
export const blockSchema = z.object({
  kind: z.enum(['basic', 'bottleneck']),
  filters: z.number().int().positive(),
  strides: z.number().int().positive(),
  shortcut: z.enum(['identity', 'projection', 'padded', 'none']),
  /** Name and arguments, checked by core/styles; only the name in undo steps from before version 2. */
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

/** How the canvas arranges the parts of a graph; from top to bottom if absent. */
export const arrangementSchema = z.enum(['columns', 'snake']);
export type Arrangement = z.infer<typeof arrangementSchema>;

export const documentSchema = z.object({
  format: z.literal(GRAPH_FORMAT),
  version: z.literal(GRAPH_VERSION),
  name: z.string().min(1).max(LONGEST_NAME),
  description: z.string().max(LONGEST_TEXT).optional(),
  /** The preset that it came from; shown only. */
  preset: z.object({ id: z.string().max(LONGEST_NAME), style: z.string().max(LONGEST_NAME) }).optional(),
  /** Id of the imported model that it came from; training starts with that model's weights. */
  model: z.string().max(LONGEST_NAME).optional(),
  arrangement: arrangementSchema.optional(),
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
