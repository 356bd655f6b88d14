/** What a reader of a format makes of a file, before it becomes a document: layers of ours by the names of the file. */

import type { GraphDocument } from '../../core/graph/document';
import type { Message } from '../../core/messages';
import type { ParamRecord } from '../../core/ops/operator';
import type { ImportEntry, ImportFormat, ReportedPixels } from '../../core/study/import-report';
import type { Tensor } from '../runs/safetensors';

export interface ReadLayer {
  /** In the file; names that a graph does not take are changed, and so are repeated ones. */
  name: string;
  /** One of our operators. */
  type: string;
  params: ParamRecord;
  /** Names of the layers that feed it, in the order of its inputs. */
  inputs: readonly string[];
  /** By the operator's names (`kernel`, `gamma`), in our layouts. Absent where the file has none. */
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
 * Reads a file of one format; a document of ours comes as it is.
 * @param onto the preset that weights without layers are put onto; where absent, the one that their names tell.
 * @throws Refusal naming what is wrong with the file.
 */
export type ModelReader = (
  path: string,
  file: string,
  onto: string | undefined,
) => Promise<ReadModel | GraphDocument>;
