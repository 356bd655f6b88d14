/** What there is to know about a data set before training on it: computed once per import. */

import { z } from 'zod';
import { textSchema } from '../messages';
import { progressSchema } from './engine';

const whole = z.number().int().nonnegative();
const splitNameSchema = z.enum(['train', 'val', 'test']);

/** An image by its split, its position there and its class. */
export const placeSchema = z.object({
  split: splitNameSchema,
  index: whole,
  /** Class index. */
  label: whole,
  /** What its file was called; of photographs only. */
  name: z.string().optional(),
});
export type Place = z.infer<typeof placeSchema>;

export const splitReportSchema = z.object({
  split: splitNameSchema,
  count: whole,
  perClass: z.array(whole),
  /** Images of the largest class over those of the smallest that has any; null without images. */
  imbalance: z.number().min(1).nullable(),
  /** Class indices; of several the first. Null without images. */
  largest: whole.nullable(),
  smallest: whole.nullable(),
  /** Class indices without an image in this split. */
  missing: z.array(whole),
});
export type SplitReport = z.infer<typeof splitReportSchema>;

const sizedPlaceSchema = placeSchema.extend({ width: whole, height: whole });
export type SizedPlace = z.infer<typeof sizedPlaceSchema>;

export const sizesReportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('equal'), width: whole, height: whole }),
  z.object({
    kind: z.literal('varied'),
    /** How many pairs of width and height there are. */
    distinct: whole,
    /** Pixels of a bin; 1: every pair of width and height is a point of its own. */
    bin: z.number().int().positive(),
    /** Width and height of each bin (its most frequent pair) and how many images are in it. */
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

export const channelsReportSchema = z.object({
  /** red, green, blue; or gray. */
  names: z.array(z.string()),
  /** Of all pixels of the training images, 0..1. */
  mean: z.array(z.number()),
  /** Population standard deviation (divided by n), 0..1. */
  deviation: z.array(z.number()),
  /** Training images that were measured. */
  images: whole,
  /** What photographs were brought to (area, stretched), so that each weighs the same; absent: as stored. */
  broughtTo: z.object({ width: whole, height: whole }).optional(),
});
export type ChannelsReport = z.infer<typeof channelsReportSchema>;

export const duplicateGroupSchema = z.object({
  /** exact: all pixels equal. near: of one picture, as far as can be told (main/datasets/report/duplicates says how). */
  kind: z.enum(['exact', 'near']),
  /** At most MAX_MEMBERS of them. */
  members: z.array(placeSchema).min(2),
  /** How many there are. */
  size: whole,
  /** Members stand in more than one split. */
  crossesSplits: z.boolean(),
  labelsDiffer: z.boolean(),
  /** Some of them are mirror images of each other. */
  mirrored: z.boolean(),
});
export type DuplicateGroup = z.infer<typeof duplicateGroupSchema>;

const groupCountsSchema = z.object({
  groups: whole,
  /** Images in these groups. */
  images: whole,
  crossing: whole,
  labelsDiffer: whole,
});

export const leakageSchema = z.object({
  /** Images of this split ... */
  of: z.enum(['val', 'test']),
  /** ... have a duplicate in this one. */
  in: z.enum(['train', 'val']),
  /** Images of `of`. */
  count: whole,
  /** How many have one; exact ones, and those with near-duplicates only. */
  images: whole,
  exact: whole,
  near: whole,
  /** Of these, those whose class is not that of (any of) its duplicates. */
  labelsDiffer: whole,
});
export type Leakage = z.infer<typeof leakageSchema>;

export const duplicatesReportSchema = z.object({
  exact: groupCountsSchema,
  near: groupCountsSchema,
  /** Between every two splits that have images. */
  leakage: z.array(leakageSchema),
  /** Those that cross splits or differ in labels first; at most MAX_GROUPS of them. */
  groups: z.array(duplicateGroupSchema),
  /** Images too plain to be told apart but by all their pixels: near-duplicates of these are not looked for. */
  plain: whole,
  /** The images are alike by nature (handwritten digits): only exact duplicates are told. */
  alike: z.boolean(),
});
export type DuplicatesReport = z.infer<typeof duplicatesReportSchema>;

/** Groups that a report keeps, and members that a group keeps. */
export const MAX_GROUPS = 2000;
export const MAX_MEMBERS = 50;
/** Files that a report lists. */
export const MAX_LISTED = 20_000;

export const listedFileSchema = z.object({
  /** Where it was in the archive or folder. */
  file: z.string(),
  state: z.enum(['dropped', 'odd']),
  reason: textSchema,
});
export type ListedFile = z.infer<typeof listedFileSchema>;

/** What a report says has changed with it; 2: pixels without color profiles, as training sees them. */
export const REPORT_VERSION = 2;

export const datasetReportSchema = z.object({
  /** Another number: computed anew. */
  version: z.literal(REPORT_VERSION),
  id: z.string(),
  /** Of the data set that this report is on; another import makes another report. */
  importedAt: z.string(),
  /** ISO 8601, and how long it took. */
  computedAt: z.string(),
  seconds: z.number(),
  splits: z.array(splitReportSchema),
  sizes: sizesReportSchema,
  channels: channelsReportSchema,
  duplicates: duplicatesReportSchema,
  /** Left out, and kept though odd. */
  dropped: whole,
  odd: whole,
  /** At most MAX_LISTED of both. */
  listed: z.array(listedFileSchema),
});
export type DatasetReport = z.infer<typeof datasetReportSchema>;

/** Progress for as long as it is being computed, then the report, which is the last event. */
export const reportEventSchema = z.discriminatedUnion('type', [
  progressSchema.extend({ type: z.literal('progress') }),
  z.object({ type: z.literal('report'), report: datasetReportSchema }),
]);
export type ReportEvent = z.infer<typeof reportEventSchema>;
