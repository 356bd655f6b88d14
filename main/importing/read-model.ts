/** The result of reading a file, before it becomes a document: our layers under the file's names. */

import type { GraphDocument } from '../../core/graph/document';
import type { Message } from '../../core/messages';
import type { ParamRecord } from '../../core/ops/operator';
import type { ImportEntry, ImportFormat, ReportedPixels } from '../../core/study/import-report';
import type { Tensor } from '../runs/safetensors';

export interface ReadLayer {
  /** Name in the file; names that a graph does not allow, or that repeat, are changed. */
  name: string;
  /** One of our operators. */
  type: string;
  params: ParamRecord;
  /** Names of its inputs, in order. */
  inputs: readonly string[];
  /** By the operator's names (`kernel`, `gamma`), in our layouts. Absent if the file has none. */
  weights?: Readonly<Record<string, Tensor>>;
  /** The file says that training leaves its weights as they are. */
  frozen?: boolean;
}

export interface ReadModel {
  format: ImportFormat;
  layers: readonly ReadLayer[];
  /** One for each layer of the file. */
  entries: readonly ImportEntry[];
  remarks: readonly Message[];
  /** Where its architecture or origin says it. */
  pixels?: ReportedPixels | undefined;
}

/**
 * Reads a file of one format; one of our own documents is returned unchanged.
 * @param onto the preset to load weights without layers into; if absent, recognized by their names
 * @throws Refusal naming what is wrong with the file
 */
export type ModelReader = (
  path: string,
  file: string,
  onto: string | undefined,
) => Promise<ReadModel | GraphDocument>;
