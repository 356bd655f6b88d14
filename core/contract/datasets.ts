/** Data sets as the window sees them. */
import { z } from 'zod';
import { LONGEST_NAME, LONGEST_PATH } from '../basics/limits';
import { type MessageOrText, message, textSchema } from '../messages';
import { datasetIdSchema } from '../study/data';

const imageShapeSchema = z.tuple([z.number().int(), z.number().int(), z.number().int()]);

export const datasetInfoSchema = z.object({
  id: datasetIdSchema,
  name: z.string(),
  description: textSchema,
  /** catalogue: well known; own: imported by the person; drawn: made by Skipwire. */
  kind: z.enum(['catalogue', 'own', 'drawn']),
  state: z.enum(['absent', 'ready']),
  /** Why what is on this machine cannot be used; `state` is `absent` then. */
  problem: textSchema.optional(),
  classes: z.array(z.string()),
  /** [height, width, channels] of every image; where sizes vary, a good input size. */
  imageShape: imageShapeSchema,
  /** varied: photographs. */
  sizes: z.enum(['equal', 'varied']),
  /** [height, width] if all photographs have the same. */
  photoSize: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** Images per split; the second is what validation uses. 0: no such split. */
  trainCount: z.number().int(),
  valCount: z.number().int(),
  /** Role of the second split, according to the data set's authors. Validating on a test split leaves no test number. */
  valRole: z.enum(['validation', 'test']),
  testCount: z.number().int(),
  /** Images per class and split, in the order of `classes`; empty while absent. */
  trainPerClass: z.array(z.number().int()),
  valPerClass: z.array(z.number().int()),
  testPerClass: z.array(z.number().int()),
  /** Files that do not decode and were skipped, and those that decode oddly. */
  dropped: z.number().int(),
  odd: z.number().int(),
  /** Images of the whole set, if only a part of it is here. */
  sampleOf: z.number().int().optional(),
  /** "trained on the 50,000 official training images, ..." */
  splitDescription: textSchema,
  bytes: z.number().int(),
  /** Where it was imported from, and when (ISO 8601). */
  origin: z.string().optional(),
  importedAt: z.string().optional(),
  homepage: z.string().optional(),
  license: textSchema.optional(),
  /** Size of the archives, in bytes. */
  downloadBytes: z.number().int().optional(),
  citation: z.string().optional(),
  sources: z.array(z.enum(['download', 'import', 'generate'])),
});
export type DatasetInfo = z.infer<typeof datasetInfoSchema>;

/** The last phase of an import that found the same images already there. */
export const ALREADY_THERE = message('datasets.alreadyThere');

export const isAlreadyThere = (phase: MessageOrText | undefined): boolean =>
  typeof phase === 'object' && phase.key === ALREADY_THERE.key;

export const examplesRequestSchema = z.object({
  id: datasetIdSchema,
  split: z.enum(['train', 'val', 'test']),
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().min(1).max(500).default(100),
  classIndex: z.number().int().nonnegative().optional(),
  /** These positions in the split, in this order; offset, limit and class do not count then. */
  indices: z.array(z.number().int().nonnegative()).min(1).max(500).optional(),
  /** Photographs are sent as squares with sides of this many pixels; default 96. */
  side: z.number().int().min(16).max(256).optional(),
});
export type ExamplesRequest = z.infer<typeof examplesRequestSchema>;

export const examplesPageSchema = z.object({
  imageShape: imageShapeSchema,
  /** Position of each example in its split. */
  indices: z.array(z.number().int()),
  labels: z.array(z.number().int()),
  /** height x width x channels bytes for each image, base64. */
  pixels: z.string(),
  /** Height and width of photographs as stored. Their `pixels` are squares from the middle, `imageShape` says how large. */
  sizes: z.array(z.tuple([z.number().int(), z.number().int()])).optional(),
  /** Images in all, after the class filter. */
  total: z.number().int(),
});
export type ExamplesPage = z.infer<typeof examplesPageSchema>;

export const overviewRequestSchema = examplesRequestSchema
  .pick({ id: true, split: true, classIndex: true })
  .extend({ offset: z.number().int().nonnegative(), limit: z.number().int().min(1).max(1_000_000) });
export type OverviewRequest = z.infer<typeof overviewRequestSchema>;

/** Images as a few square pixels each, and their classes. */
export const overviewPieceSchema = z.object({
  side: z.number().int().positive(),
  channels: z.union([z.literal(1), z.literal(3)]),
  /** Class index of each image: little-endian int32, base64. */
  labels: z.string(),
  /** side x side x channels bytes each, base64. */
  pixels: z.string(),
});
export type OverviewPiece = z.infer<typeof overviewPieceSchema>;

export const exampleRequestSchema = z.object({
  id: datasetIdSchema,
  split: z.enum(['train', 'val', 'test']),
  index: z.number().int().nonnegative(),
});
export type ExampleRequest = z.infer<typeof exampleRequestSchema>;

export const exampleSchema = z.object({
  mime: z.enum(['image/jpeg', 'image/png']),
  base64: z.string(),
  height: z.number().int(),
  width: z.number().int(),
  label: z.number().int(),
  /** File name of a photograph. */
  name: z.string().optional(),
  odd: textSchema.optional(),
});
export type Example = z.infer<typeof exampleSchema>;

/** How the classes of a person's own pictures are found. */
export const labelChoiceSchema = z.object({
  /** The table with the labels, by its path in the folder or archive. */
  labels: z
    .object({
      file: z.string().min(1).max(LONGEST_PATH),
      /** By name or number; absent: found by content. */
      imageColumn: z.string().max(LONGEST_NAME).optional(),
      labelColumn: z.string().max(LONGEST_NAME).optional(),
    })
    .optional(),
  mergeClasses: z.boolean().optional(),
});
export type LabelChoice = z.infer<typeof labelChoiceSchema>;

const labelTableSchema = z.object({
  /** By its path in the folder or archive. */
  file: z.string(),
  /** Names of its columns; empty where each line is the label of a picture. */
  columns: z.array(z.string()),
  imageColumn: z.number().int(),
  labelColumn: z.number().int(),
  /** Columns that could hold labels, best first. */
  labelColumns: z.array(z.number().int()),
  rows: z.array(z.array(z.string())),
});
export type LabelTableInfo = z.infer<typeof labelTableSchema>;

/** What a folder or archive would be as a data set. */
export const inspectionSchema = z.object({
  /**
   * catalogue: recognized by its files (`catalogueId`). folders: a folder per class. splits: such folders in train, val or
   * test. tfds: TFRecord shards of TensorFlow Datasets.
   */
  kind: z.enum(['catalogue', 'folders', 'splits', 'tfds']),
  catalogueId: datasetIdSchema.optional(),
  /** The id is free. */
  suggestedName: z.string(),
  suggestedId: datasetIdSchema,
  classes: z.array(z.string()),
  /** Files per split, before any is decoded. */
  trainCount: z.number().int(),
  valCount: z.number().int(),
  valRole: z.enum(['validation', 'test']),
  testCount: z.number().int(),
  bytes: z.number().int(),
  leftOut: z.number().int(),
  /** How the class of a picture is found. */
  labels: z.enum(['folders', 'names', 'table', 'records']),
  table: labelTableSchema.optional(),
  notes: z.array(textSchema),
  /** Classes whose names differ only in spelling. */
  alike: z.array(z.array(z.string())),
  /** The splits spell them differently, so they cannot be kept apart. */
  mustMerge: z.boolean(),
  /** Pictures of the whole set; only for photographs of the catalogue. */
  official: z.number().int().optional(),
});
export type Inspection = z.infer<typeof inspectionSchema>;
