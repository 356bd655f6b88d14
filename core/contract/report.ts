/** The report on a data set, computed once per import. */
import { z } from 'zod';
import { textSchema } from '../messages';
import { progressSchema } from './engine';

const whole = z.number().int().nonnegative();
const splitNameSchema = z.enum(['train', 'val', 'test']);

/** An image; `label` is its class index. */
const placeSchema = z.object({
  split: splitNameSchema,
  index: whole,
  label: whole,
  /** File name of a photograph. */
  name: z.string().optional(),
});
export type Place = z.infer<typeof placeSchema>;

const splitReportSchema = z.object({
  split: splitNameSchema,
  count: whole,
  perClass: z.array(whole),
  /** Images of the largest class over those of the smallest; null without images. */
  imbalance: z.number().min(1).nullable(),
  /** Class indices; null without images. `missing` have no image. */
  largest: whole.nullable(),
  smallest: whole.nullable(),
  missing: z.array(whole),
});
export type SplitReport = z.infer<typeof splitReportSchema>;

const sizedPlaceSchema = placeSchema.extend({ width: whole, height: whole });
export type SizedPlace = z.infer<typeof sizedPlaceSchema>;

const sizesReportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('equal'), width: whole, height: whole }),
  z.object({
    kind: z.literal('varied'),
    distinct: whole,
    /** Pixels; 1: not binned. */
    bin: z.number().int().positive(),
    /** The most frequent width and height of each bin, and its images. */
    points: z.array(z.object({ width: whole, height: whole, count: z.number().int().positive() })),
    medianWidth: whole,
    medianHeight: whole,
    /** Width over height in 1/3 octaves around 1: from (inclusive) to (exclusive). */
    aspects: z.array(z.object({ from: z.number(), to: z.number(), count: whole })),
    /** By pixels; and by width over height. */
    smallest: sizedPlaceSchema,
    largest: sizedPlaceSchema,
    narrowest: sizedPlaceSchema,
    widest: sizedPlaceSchema,
  }),
]);
export type SizesReport = z.infer<typeof sizesReportSchema>;

const channelsReportSchema = z.object({
  names: z.array(z.string()),
  /** Over all pixels of the training images, 0..1. */
  mean: z.array(z.number()),
  /** Population standard deviation (divided by n), 0..1. */
  deviation: z.array(z.number()),
  images: whole,
  /** Photographs are stretched to this size, so that each weighs the same. */
  broughtTo: z.object({ width: whole, height: whole }).optional(),
});
export type ChannelsReport = z.infer<typeof channelsReportSchema>;

const duplicateGroupSchema = z.object({
  /** exact: all pixels equal. near: see main/datasets/report/duplicates. */
  kind: z.enum(['exact', 'near']),
  members: z.array(placeSchema).min(2),
  size: whole,
  /** Members are in more than one split. */
  crossesSplits: z.boolean(),
  labelsDiffer: z.boolean(),
  mirrored: z.boolean(),
});
export type DuplicateGroup = z.infer<typeof duplicateGroupSchema>;

const groupCountsSchema = z.object({
  groups: whole,
  images: whole,
  crossing: whole,
  labelsDiffer: whole,
});

const leakageSchema = z.object({
  /** Images of the split `of` have a duplicate in the split `in`. */
  of: z.enum(['val', 'test']),
  in: z.enum(['train', 'val']),
  count: whole,
  /** Those with a duplicate; with an exact one; with near-duplicates only. */
  images: whole,
  exact: whole,
  near: whole,
  /** Those whose class differs from that of a duplicate. */
  labelsDiffer: whole,
});
export type Leakage = z.infer<typeof leakageSchema>;

const duplicatesReportSchema = z.object({
  exact: groupCountsSchema,
  near: groupCountsSchema,
  /** For each pair of splits with images. */
  leakage: z.array(leakageSchema),
  /** Those that cross splits or differ in labels come first. */
  groups: z.array(duplicateGroupSchema),
  /** Images too uniform for the search for near-duplicates. */
  plain: whole,
  /** All images look alike (handwritten digits): only exact duplicates are reported. */
  alike: z.boolean(),
});
export type DuplicatesReport = z.infer<typeof duplicatesReportSchema>;

/** Most groups of a report, members of a group, and listed files. */
export const MAX_GROUPS = 2000;
export const MAX_MEMBERS = 50;
export const MAX_LISTED = 20_000;

const listedFileSchema = z.object({
  /** Path in the archive or folder. */
  file: z.string(),
  state: z.enum(['dropped', 'odd']),
  reason: textSchema,
});
export type ListedFile = z.infer<typeof listedFileSchema>;

/** Reports of other versions are computed again. 2: pixels without color profiles, as training sees them. */
export const REPORT_VERSION = 2;

export const datasetReportSchema = z.object({
  version: z.literal(REPORT_VERSION),
  id: z.string(),
  /** When the data set was imported. */
  importedAt: z.string(),
  /** ISO 8601. */
  computedAt: z.string(),
  seconds: z.number(),
  splits: z.array(splitReportSchema),
  sizes: sizesReportSchema,
  channels: channelsReportSchema,
  duplicates: duplicatesReportSchema,
  dropped: whole,
  odd: whole,
  listed: z.array(listedFileSchema),
});
export type DatasetReport = z.infer<typeof datasetReportSchema>;

/** Progress, then the report as the last event. */
export const reportEventSchema = z.discriminatedUnion('type', [
  progressSchema.extend({ type: z.literal('progress') }),
  z.object({ type: z.literal('report'), report: datasetReportSchema }),
]);
export type ReportEvent = z.infer<typeof reportEventSchema>;
