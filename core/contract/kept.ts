/**
 * What the window remembers from one start to the next, beside graphs: kept on the host, in the data folder, so that every
 * browser, port and window finds it. It is made of concerns, each a list of named values; what is written last counts.
 */
import { z } from 'zod';
import { LONGEST_NAME, LONGEST_TEXT, MOST_RUNS } from '../basics/limits';
import { LANGUAGES, textSchema } from '../messages';

/** Pixels; not whole ones where the page is zoomed. */
const width = z.number().min(0).max(10_000);
/** A list of all classes of a large data set is one. */
const text = z.string().max(9 * LONGEST_TEXT);
const name = z.string().max(LONGEST_NAME);
/** Longer lists are not remembered. */
export const MOST_IDS = MOST_RUNS;
const ids = z.array(name).max(MOST_IDS);

/** `system`: as the browser or the system says. */
export const languageSchema = z.enum(['system', ...LANGUAGES]);
export type LanguageChoice = z.infer<typeof languageSchema>;

/** Arguments of a style by name (core/styles), checked where they are used. */
const styleArguments = z.record(name, z.union([name, z.number(), z.boolean()]));

export const themeSchema = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof themeSchema>;

/** Values of a concern by name; all of them may be absent. */
const concern = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).partial();

export const keptSchemas = {
  appearance: concern({ theme: themeSchema, language: languageSchema }),
  /** Sizes of panels and the like. */
  layout: concern({
    paletteWidth: width,
    inspectorWidth: width,
    sideWidth: width,
    paletteOpen: z.boolean(),
    inspectorOpen: z.boolean(),
    minimap: z.boolean(),
    thumbnailSize: width,
    /** Options of the presets menu. */
    preset: z.object({
      style: z.string(),
      input: z.string(),
      classes: z.number(),
      /** From before it was an argument of the style. */
      zeroInitLastGamma: z.boolean().optional(),
    }),
    /** Arguments of the presets menu that differ from those of its style. */
    styleChanges: styleArguments,
    /** What downloads of data sets go through. */
    proxy: z.string().max(2000),
    /** What blocks are colored by, and whether they are. */
    measure: z.string(),
    measureShown: z.boolean(),
  }),
  /** Styles that a person made: their arguments by their names. */
  styles: z.object({}).catchall(styleArguments),
  /** Sections that were folded or unfolded, by their id. */
  sections: z.object({}).catchall(z.boolean()),
  /** Where a window was left; two windows do not follow each other here. */
  view: concern({
    view: z.string(),
    dataset: z.string(),
    dataTab: z.string(),
    selectedItems: ids,
    selectedEdges: ids,
    comparedRuns: ids,
    runFilter: text,
    meanOfSeeds: z.boolean(),
  }),
  /** The Train form, but for the settings. */
  train: concern({
    name: text,
    seeds: text,
    recipe: z.string(),
    ticked: z.record(name, z.boolean()),
    added: ids,
  }),
  /** The settings as typed, by their key. */
  trainSettings: z.object({}).catchall(z.union([text, z.boolean()])),
};

export type Concern = keyof typeof keptSchemas;
export const CONCERNS = Object.keys(keptSchemas) as Concern[];
export const concernSchema = z.enum(CONCERNS);

/** By name; `null` in a change removes the value. */
const one = z.union([text, z.number(), z.boolean(), z.null()]);
export const valuesSchema = z.record(
  z.string().min(1).max(200),
  z.union([one, z.array(one).max(MOST_RUNS), z.record(name, one)]),
);
export type Values = z.infer<typeof valuesSchema>;

export const keptSchema = z.object({
  concerns: z.record(concernSchema, valuesSchema),
  /** What could not be read and was set aside, in sentences. */
  remarks: z.array(textSchema),
});
export type Kept = z.infer<typeof keptSchema>;

export const keptChangeSchema = z.object({
  concern: concernSchema,
  values: valuesSchema,
  /** The window that it comes from. */
  origin: z.string().max(64),
});
export type KeptChange = z.infer<typeof keptChangeSchema>;

/**
 * The schema of one value; undefined for names that this version does not know.
 * @throws never
 */
export function valueSchema(concern: Concern, name: string): z.ZodType | undefined {
  const { shape, catchall } = keptSchemas[concern].def as { shape: z.ZodRawShape; catchall?: z.ZodType };
  if (Object.hasOwn(shape, name)) return shape[name] as z.ZodType;
  return catchall;
}
