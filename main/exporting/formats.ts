/** What writes each format, and what reads it back. */
import type { ExportFormat, ExportOptionValues } from '../../core/study/export-format';
import type { Inference } from '../../core/study/inference';
import { writeCard } from './card/file';
import type { Checking } from './check/check';
import { readKeras } from './check/keras';
import { readLitert } from './check/litert';
import { readOnnx } from './check/onnx';
import { readPytorch } from './check/pytorch';
import { readSavedModel } from './check/saved-model';
import { mostForTfjs, readTfjs, readTfjsLayers } from './check/tfjs';
import type { WrittenFile } from './files';
import { readHuggingface, writeHuggingface } from './huggingface/file';
import { writeKerasFile, writtenKerasFile } from './keras/file';
import { writeLitert, writtenLitert } from './litert/file';
import { onnxInference, writeOnnx, writtenOnnx } from './onnx/file';
import { pytorchInference, writePytorch, writtenPytorch } from './pytorch/file';
import { writePytorchScript } from './pytorch/script';
import { writeSavedModel, writtenSavedModel } from './saved-model';
import { writeKerasScript, writeNotebook, writtenNotebook } from './script/keras';
import { readsNothing, readsScript, writtenText } from './text-file';
import { writeTfjs, writtenTfjs } from './tfjs/file';
import { writeTfjsLayers, writtenTfjsLayers } from './tfjs-layers/file';
import type { TrainedNetwork } from './trained-network';

interface Format {
  /** Keras recognizes formats by the extension. */
  endingNeeded?: boolean;
  /** How the export is used, if its options change that. */
  inference?(inference: Inference, options: ExportOptionValues): Inference;
  /** @param options all that the format has, by the table of formats. */
  write(network: TrainedNetwork, path: string, options: ExportOptionValues): Promise<void>;
  /** See TargetOptions. */
  filesOfExport(path: string): Promise<readonly WrittenFile[] | undefined>;
  /** Reads it back; `tolerance` is the largest difference that rounding explains. */
  check: Omit<Checking, 'tolerance'> & { tolerance: number | ((options: ExportOptionValues) => number) };
}

export const formats: Record<ExportFormat, Format> = {
  savedmodel: {
    write: writeSavedModel,
    filesOfExport: writtenSavedModel,
    check: { read: readSavedModel, tolerance: 1e-5 },
  },
  keras: {
    endingNeeded: true,
    write: writeKerasFile,
    filesOfExport: writtenKerasFile,
    check: { read: readKeras, tolerance: 1e-5 },
  },
  onnx: {
    inference: onnxInference,
    write: writeOnnx,
    filesOfExport: writtenOnnx,
    check: { read: readOnnx, tolerance: 1e-4 },
  },
  tfjs: {
    write: writeTfjs,
    filesOfExport: writtenTfjs,
    check: { read: readTfjs, tolerance: 1e-4, most: mostForTfjs },
  },
  'tfjs-layers': {
    write: writeTfjsLayers,
    filesOfExport: writtenTfjsLayers,
    check: { read: readTfjsLayers, tolerance: 1e-4, most: mostForTfjs },
  },
  pytorch: {
    inference: pytorchInference,
    write: writePytorch,
    filesOfExport: writtenPytorch,
    check: { read: readPytorch, tolerance: 1e-4 },
  },
  litert: {
    write: writeLitert,
    filesOfExport: writtenLitert,
    check: { read: readLitert, tolerance: ({ weights }) => (weights === 'float16' ? 1e-2 : 1e-4) },
  },
  'keras-script': {
    write: writeKerasScript,
    filesOfExport: writtenText,
    check: { read: readsScript, tolerance: 0 },
  },
  notebook: {
    write: writeNotebook,
    filesOfExport: writtenNotebook,
    check: { read: readsScript, tolerance: 0 },
  },
  huggingface: {
    inference: pytorchInference,
    write: writeHuggingface,
    filesOfExport: writtenPytorch,
    check: { read: readHuggingface, tolerance: 1e-4 },
  },
  'pytorch-script': {
    write: writePytorchScript,
    filesOfExport: writtenText,
    check: { read: readsScript, tolerance: 0 },
  },
  card: {
    write: writeCard,
    filesOfExport: writtenText,
    check: { read: readsNothing, tolerance: 0 },
  },
};
