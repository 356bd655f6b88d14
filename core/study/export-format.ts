/** What a trained network can be written as, in the order that the window shows. */
import { z } from 'zod';
import type { Key } from '../messages';

export interface ExportFormatInfo {
  /** A proper name, the same in every language. */
  name: string;
  /** What it is for, in a sentence. */
  about: Key;
  /** What the name of an export ends in. */
  ending: string;
  /** A folder of files; otherwise a single file. */
  isFolder: boolean;
}

export const exportFormats = {
  savedmodel: {
    name: 'TensorFlow SavedModel',
    about: 'export.form.savedModel',
    ending: '.savedmodel',
    isFolder: true,
  },
  keras: { name: 'Keras 3 (.keras)', about: 'export.form.keras', ending: '.keras', isFolder: false },
  onnx: { name: 'ONNX', about: 'export.form.onnx', ending: '.onnx', isFolder: false },
} as const satisfies Readonly<Record<string, ExportFormatInfo>>;

export type ExportFormat = keyof typeof exportFormats;
export const exportFormatSchema = z.enum(Object.keys(exportFormats) as [ExportFormat, ...ExportFormat[]]);
