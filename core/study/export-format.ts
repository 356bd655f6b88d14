/** What a trained network can be written as. */
import { z } from 'zod';

export const exportFormatSchema = z.enum(['savedmodel', 'keras', 'onnx']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** A folder of files; otherwise a single file. */
export const IS_FOLDER: Readonly<Record<ExportFormat, boolean>> = {
  savedmodel: true,
  keras: false,
  onnx: false,
};
