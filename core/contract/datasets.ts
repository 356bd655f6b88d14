/** Data sets as the window sees them. */

import { z } from 'zod';
import { LONGEST_NAME, LONGEST_PATH } from '../basics/limits';
import { type MessageOrText, message, textSchema } from '../messages';
import { datasetIdSchema } from '../study/data';

export const datasetInfoSchema = z.object({
  id: datasetIdSchema,
  name: z.string(),
  description: textSchema,
  /** catalogue: one of those that everybody knows; own: imported by the person; drawn: by us. */
  kind: z.enum(['catalogue', 'own', 'drawn']),
  /** `absent`: known, but its images are not on this machine yet. */
  state: z.enum(['absent', 'ready']),
  /** Why what is on this machine cannot be used, where that is so (`state` is absent then). */
  problem: textSchema.optional(),
  classes: z.array(z.string()),
  /** [height, width, channels] of every image, or where sizes vary those that a network is best given. */
  imageShape: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  /** varied: photographs as they were found. */
  sizes: z.enum(['equal', 'varied']),
  /** [height, width] of photographs that happen to have one size all; absent where they differ, or none is here. */
  photoSize: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** Images per split; the second is what validation uses, and may be empty. */
  trainCount: z.number().int(),
  valCount: z.number().int(),
  /** What the second split is by its makers: where it is the test split, validating on it leaves no test number. */
  valRole: z.enum(['validation', 'test']),
  /** Of sets that have a third split. */
  testCount: z.number().int(),
  /** Images per class and split, in the order of `classes`; empty while absent. */
  trainPerClass: z.array(z.number().int()),
  valPerClass: z.array(z.number().int()),
  testPerClass: z.array(z.number().int()),
  /** Files that were left out because they do not decode, and those that decode oddly; `report` lists them. */
  dropped: z.number().int(),
  odd: z.number().int(),
  /** How many images the whole set has; only for a catalogue set that is here in part. */
  sampleOf: z.number().int().optional(),
  /** How the official splits are used: "trained on the 50,000 official training images, ...". */
  splitDescription: textSchema,
  bytes: z.number().int(),
  /** Where it was imported from, and when (ISO 8601); absent while it is not on this machine. */
  origin: z.string().optional(),
  importedAt: z.string().optional(),
  homepage: z.string().optional(),
  /** What its makers say of its use. */
  license: textSchema.optional(),
  /** Size of the archives at its home. */
  downloadBytes: z.number().int().optional(),
  citation: z.string().optional(),
  /** Which ways in there are. */
  sources: z.array(z.enum(['download', 'import', 'generate'])),
});
export type DatasetInfo = z.infer<typeof datasetInfoSchema>;

/** The last phase of an import that found the same images already there. The window shows a notice for it. */
export const ALREADY_THERE = message('datasets.alreadyThere');

export const isAlreadyThere = (phase: MessageOrText | undefined): boolean =>
  typeof phase === 'object' && phase.key === ALREADY_THERE.key;

export const examplesRequestSchema = z.object({
  id: datasetIdSchema,
  split: z.enum(['train', 'val', 'test']),
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().min(1).max(500).default(100),
  /** Only this class (index into `classes`). */
  classIndex: z.number().int().nonnegative().optional(),
  /** Exactly these positions in the split, in this order; offset, limit and class do not count then. */
  indices: z.array(z.number().int().nonnegative()).min(1).max(500).optional(),
  /** Of photographs: pixels along a side of the small square that stands for each; absent: 96. */
  side: z.number().int().min(16).max(256).optional(),
});
export type ExamplesRequest = z.infer<typeof examplesRequestSchema>;

export const examplesPageSchema = z.object({
  imageShape: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  /** Position of each example in its split. */
  indices: z.array(z.number().int()),
  /** Class index of each example. */
  labels: z.array(z.number().int()),
  /** All images, one after the other, height x width x channels bytes each, base64. */
  pixels: z.string(),
  /**
   * Of photographs, whose `pixels` are small squares out of their middle (`imageShape` tells how small): height and
   * width of each as it is stored.
   */
  sizes: z.array(z.tuple([z.number().int(), z.number().int()])).optional(),
  /** How many there are in all (after the class filter). */
  total: z.number().int(),
});
export type ExamplesPage = z.infer<typeof examplesPageSchema>;

export const overviewRequestSchema = z.object({
  id: datasetIdSchema,
  split: z.enum(['train', 'val', 'test']),
  offset: z.number().int().nonnegative(),
  limit: z.number().int().min(1).max(1_000_000),
  /** Only this class (index into `classes`). */
  classIndex: z.number().int().nonnegative().optional(),
});
export type OverviewRequest = z.infer<typeof overviewRequestSchema>;

/** Images as a few square pixels each, and their classes. */
export const overviewPieceSchema = z.object({
  side: z.number().int().positive(),
  channels: z.union([z.literal(1), z.literal(3)]),
  /** Class index of each, little-endian int32, base64. */
  labels: z.string(),
  /** side x side x channels bytes each, base64. */
  pixels: z.string(),
});
export type OverviewPiece = z.infer<typeof overviewPieceSchema>;

export const exampleRequestSchema = z.object({
  id: datasetIdSchema,
  split: z.enum(['train', 'val', 'test']),
  /** Position in the split. */
  index: z.number().int().nonnegative(),
});
export type ExampleRequest = z.infer<typeof exampleRequestSchema>;

/** One image whole, as its file is. */
export const exampleSchema = z.object({
  mime: z.enum(['image/jpeg', 'image/png']),
  /** The file. */
  base64: z.string(),
  height: z.number().int(),
  width: z.number().int(),
  /** Class index. */
  label: z.number().int(),
  /** What it was called where it came from; of photographs only. */
  name: z.string().optional(),
  /** What is strange about it. */
  odd: textSchema.optional(),
});
export type Example = z.infer<typeof exampleSchema>;

/** Where the classes of a person's own pictures come from, as the person chose. */
export const labelChoiceSchema = z.object({
  /** The table with the labels, by its path in the folder or archive; absent: whatever tells them. */
  labels: z
    .object({
      file: z.string().min(1).max(LONGEST_PATH),
      /** By name or number; absent: found by content. */
      imageColumn: z.string().max(LONGEST_NAME).optional(),
      labelColumn: z.string().max(LONGEST_NAME).optional(),
    })
    .optional(),
  /** Classes whose names differ only in spelling become one. */
  mergeClasses: z.boolean().optional(),
});
export type LabelChoice = z.infer<typeof labelChoiceSchema>;

/** A table that tells the classes. */
export const labelTableSchema = z.object({
  /** By its path in the folder or archive. */
  file: z.string(),
  /** Names of its columns; empty where each line is the label of a picture. */
  columns: z.array(z.string()),
  /** Places among `columns`. */
  imageColumn: z.number().int(),
  labelColumn: z.number().int(),
  /** Columns that would do for labels, best first. */
  labelColumns: z.array(z.number().int()),
  /** The first rows. */
  rows: z.array(z.array(z.string())),
});
export type LabelTableInfo = z.infer<typeof labelTableSchema>;

/** What a folder or archive would be as a data set. */
export const inspectionSchema = z.object({
  /**
   * catalogue: one of those that everybody knows, by its files (`catalogueId`; `import` takes it). folders: a folder
   * per class. splits: train and val or test folders of those. tfds: TFRecord shards of TensorFlow Datasets.
   */
  kind: z.enum(['catalogue', 'folders', 'splits', 'tfds']),
  catalogueId: datasetIdSchema.optional(),
  /** What it might be called; the id is of no other data set. */
  suggestedName: z.string(),
  suggestedId: datasetIdSchema,
  classes: z.array(z.string()),
  /** Files per split, before any is decoded. */
  trainCount: z.number().int(),
  valCount: z.number().int(),
  valRole: z.enum(['validation', 'test']),
  testCount: z.number().int(),
  /** Of the pictures. */
  bytes: z.number().int(),
  /** Files that are there and will not be looked at. */
  leftOut: z.number().int(),
  /** What tells the class of a picture. */
  labels: z.enum(['folders', 'names', 'table', 'records']),
  /** Where a table does. */
  table: labelTableSchema.optional(),
  /** What a person should know before importing it, in sentences. */
  notes: z.array(textSchema),
  /** Classes whose names differ only in spelling. */
  alike: z.array(z.array(z.string())),
  /** They cannot be kept apart, as the splits spell them differently. */
  mustMerge: z.boolean(),
  /** How many pictures the whole set has; only for photographs of the catalogue. */
  official: z.number().int().optional(),
});
export type Inspection = z.infer<typeof inspectionSchema>;
