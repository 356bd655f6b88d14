/**
 * What the window remembers, without graphs. The host keeps it in the data folder for all browsers and windows. Each
 * concern has named values; the last write wins.
 */
import { z } from 'zod';
import { LONGEST_NAME, LONGEST_PATH, LONGEST_TEXT, MOST_RUNS } from '../basics/limits';
import { own } from '../basics/own-property';
import { LANGUAGES, textSchema } from '../messages';
import { exportFormatSchema } from '../study/export-format';
import { inputRangeSchema } from '../study/inference';
import { checkpointChoiceSchema } from './checkpoint-choice';
import { deviceChoiceSchema } from './engine';
import { frameworkSchema } from './exporting';
import { mlflowAddressSchema } from './mlflow';
import { MOST_PLACES, placeSchema, placesSchema } from './places';
import { predictedSplitSchema } from './predict';

/** Pixels; not whole when the page is zoomed. */
const width = z.number().min(0).max(10_000);
/** Long enough for the class names of a large data set. */
const text = z.string().max(9 * LONGEST_TEXT);
const name = z.string().max(LONGEST_NAME);
export const MOST_IDS = MOST_RUNS;
const MOST_COLUMNS = 1000;
const ids = z.array(name).max(MOST_IDS);

export const languageSchema = z.enum(['system', ...LANGUAGES]);
export type LanguageChoice = z.infer<typeof languageSchema>;

/**
 * How the run table of Compare is arranged. Columns are fields of core/query/run-fields.ts; those that a version does not know are left
 * out where they are used.
 */
const runTableSchema = z.object({
  version: z.literal(1),
  columns: z.array(name).max(MOST_COLUMNS),
  widths: z.record(name, width),
  /** `-best` is descending; the first decides first. */
  sort: z.array(name).max(MOST_COLUMNS),
  /** From the outermost in. */
  groups: z.array(name).max(MOST_COLUMNS),
  /** Id of the run that the others are compared with; empty: none. */
  baseline: name,
  /** Also shows runs that are hidden or archived. */
  hidden: z.boolean(),
  archived: z.boolean(),
});
export type RunTableView = z.infer<typeof runTableSchema>;

const runViewSchema = runTableSchema.extend({ filter: text });
export type RunView = z.infer<typeof runViewSchema>;

/** What the canvas can show beside the graph (renderer/build/views/overlays.ts). */
const overlaySchema = z.enum(['widths', 'path', 'fields', 'costs']);
export type Overlay = z.infer<typeof overlaySchema>;

/** Checked where they are used (core/styles). */
const styleArguments = z.record(name, z.union([name, z.number(), z.boolean()]));

export const themeSchema = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof themeSchema>;

const concern = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).partial();

const keptSchemas = {
  appearance: concern({ theme: themeSchema, language: languageSchema, demoMode: z.boolean() }),
  layout: concern({
    paletteWidth: width,
    inspectorWidth: width,
    sideWidth: width,
    runTableHeight: width,
    paletteOpen: z.boolean(),
    inspectorOpen: z.boolean(),
    minimap: z.boolean(),
    overlays: z.array(overlaySchema).max(overlaySchema.options.length),
    codeOpen: z.boolean(),
    codeWidth: width,
    codeFramework: frameworkSchema,
    /** What a drag on the empty canvas does. */
    drag: z.enum(['pan', 'select']),
    thumbnailSize: width,
    preset: z.object({
      style: z.string(),
      input: z.string(),
      classes: z.number(),
      /** Older versions. */
      zeroInitLastGamma: z.boolean().optional(),
    }),
    styleChanges: styleArguments,
    proxy: z.string().max(2000),
    /** Measure that blocks are colored by. */
    measure: z.string(),
    measureShown: z.boolean(),
  }),
  /** A person's own styles: arguments by name. */
  styles: z.object({}).catchall(styleArguments),
  sections: z.object({}).catchall(z.boolean()),
  /** Keys that a person gave to a command, by its id; `null` for its usual ones. */
  shortcuts: z.object({}).catchall(z.array(z.string().max(40)).max(8).nullable()),
  /** View and tabs of a window. Windows do not follow each other here. */
  view: concern({
    view: z.string(),
    dataset: z.string(),
    dataTab: z.string(),
    /** Id of the study that is open in Train; empty: none. */
    study: z.string(),
    /** By id of a graph: the arm that it is the graph of (renderer/studies/armGraphs.ts). */
    armGraphs: z.record(name, text),
    /** Graphs side by side in Build, from left to right. */
    panes: ids,
    selectedItems: ids,
    selectedEdges: ids,
    comparedRuns: ids,
    comparedStudy: name,
    runFilter: text,
    runTable: runTableSchema,
  }),
  /** How curves of runs are shown (renderer/charts/choices.ts). */
  charts: concern({
    shown: ids,
    logarithmic: ids,
    x: name,
    logX: z.boolean(),
    stepSmoothing: z.number().min(0).max(1),
    epochSmoothing: z.number().min(0).max(1),
    seeds: name,
    /** Fields of runs (core/query/run-fields.ts), and how they are drawn. */
    axes: ids,
    scatter: ids,
    fieldsAs: name,
  }),
  /** Arrangements of the run table that a person saved, by name. */
  runViews: z.object({}).catchall(runViewSchema),
  /** The Train form without the settings. */
  train: concern({
    name: text,
    seeds: text,
    recipe: z.string(),
    ticked: z.record(name, z.boolean()),
    added: ids,
    /** Where it trains; and the places that were used before. */
    on: placesSchema,
    places: z.array(placeSchema).max(MOST_PLACES),
  }),
  trainSettings: z.object({}).catchall(z.union([text, z.boolean()])),
  /** By id of a data set: the settings that were chosen for it alone (renderer/settings/fields.ts). */
  datasetSettings: z.object({}).catchall(z.record(name, z.union([text, z.boolean()]))),
  /** What trains; `SKIPWIRE_DEVICE` and `--device` come first. */
  device: concern({ choice: deviceChoiceSchema }),
  /** See mlflow.ts. */
  logging: concern({ mlflow: mlflowAddressSchema }),
  /** The last choices in Predict. */
  predict: concern({
    runs: ids,
    models: ids,
    pictures: z.enum(['files', 'images', 'mistakes', 'disagreements']),
    split: predictedSplitSchema,
    paths: z.array(z.string().max(LONGEST_PATH)).max(MOST_IDS),
    title: text,
    count: z.number().int().nonnegative(),
    gradCam: z.boolean(),
    strength: z.number().min(0).max(1),
    node: name,
  }),
  /** The choices of the Export view. */
  export: concern({
    run: name,
    model: name,
    checkpoint: checkpointChoiceSchema,
    formats: z.array(exportFormatSchema).max(exportFormatSchema.options.length),
    /** By "format.option"; checked where they are used. */
    options: z.record(name, z.union([name, z.number(), z.boolean()])),
    inputRange: inputRangeSchema,
    foldBatchNorm: z.boolean(),
    check: z.boolean(),
  }),
};

export type Concern = keyof typeof keptSchemas;
export const CONCERNS = Object.keys(keptSchemas) as Concern[];
const concernSchema = z.enum(CONCERNS);

/** By name; `null` in a change removes the value. */
const one = z.union([text, z.number(), z.boolean(), z.null()]);
const part = z.union([one, z.array(one).max(MOST_RUNS), z.record(name, one)]);
const valuesSchema = z.record(z.string().min(1).max(200), z.union([part, z.record(name, part)]));
export type Values = z.infer<typeof valuesSchema>;

export const keptSchema = z.object({
  concerns: z.record(concernSchema, valuesSchema),
  /** What could not be read and was set aside. */
  remarks: z.array(textSchema),
});
export type Kept = z.infer<typeof keptSchema>;

export const keptChangeSchema = z.object({
  concern: concernSchema,
  values: valuesSchema,
  origin: z.string().max(64),
});
export type KeptChange = z.infer<typeof keptChangeSchema>;

/** Undefined for names that this version does not know. */
export function valueSchema(concern: Concern, name: string): z.ZodType | undefined {
  const { shape, catchall } = keptSchemas[concern].def as { shape: z.ZodRawShape; catchall?: z.ZodType };
  return own(shape as Record<string, z.ZodType>, name) ?? catchall;
}
