/** Where an arm's graph comes from: a preset, a graph inside the study, or a graph file. */
import { z } from 'zod';
import { LONGEST_NAME, LONGEST_PATH } from '../basics/limits';
import { documentSchema, type GraphDocument, type Shape } from '../graph/document';
import { count } from '../ops/shared-params';
import { buildPreset } from '../presets';
import { StudyError } from '../study/study-error';
import { styleNames } from '../styles';
import { styleSchema } from '../styles/arguments';
import { OptionError } from '../styles/option-error';

/** Without `inputShape` and `classes`, those of the images that the arm is trained on. */
const presetOptionsSchema = z.strictObject({
  style: z.union([z.enum(styleNames), styleSchema]).optional(),
  inputShape: z.tuple([count, count, count]).optional(),
  classes: count.optional(),
  shortcut: z.enum(['A', 'B']).optional(),
  width: z.number().gt(0).max(8).optional(),
  zeroInitLastGamma: z.boolean().optional(),
});

export const graphSourceSchema = z.union([
  z.strictObject({ preset: z.string().min(1).max(LONGEST_NAME), options: presetOptionsSchema.optional() }),
  z.strictObject({ document: documentSchema }),
  /** Relative to the study's file. */
  z.strictObject({ file: z.string().min(1).max(LONGEST_PATH) }),
]);
export type GraphSource = z.infer<typeof graphSourceSchema>;

/** An arm may also start from another arm, with that arm's edits. */
export const armSourceSchema = z.union([
  ...graphSourceSchema.options,
  z.strictObject({ arm: z.string().min(1).max(LONGEST_NAME) }),
]);
export type ArmSource = z.infer<typeof armSourceSchema>;

export interface SourceContext {
  /** What presets are built for. */
  images?: { inputShape?: Shape; classes?: number };
  /** The graph of a file, which was read before. */
  fileGraph?(path: string): GraphDocument;
}

/** @throws StudyError for a preset that cannot be built. */
export function graphOf(source: GraphSource, { images = {}, fileGraph }: SourceContext): GraphDocument {
  if ('document' in source) return source.document;
  if ('file' in source) {
    if (!fileGraph) throw new Error(`The graph of "${source.file}" was not read.`);
    return fileGraph(source.file);
  }
  try {
    return buildPreset(source.preset, { ...images, ...source.options });
  } catch (error) {
    if (error instanceof OptionError) throw new StudyError(error.said);
    throw error;
  }
}
