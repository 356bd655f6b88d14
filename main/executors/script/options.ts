import type { Study } from '../../../core/ablation/study';

export type ScriptKind = 'sh' | 'sky';

export interface ScriptDataset {
  id: string;
  name: string;
  /** It is copied from here; absent: it is downloaded, or drawn, there. */
  folder?: string;
  photographs: boolean;
}

export interface ScriptOptions {
  as: ScriptKind;
  /** Pinned, without graph files. */
  study: Study;
  runs: number;
  datasets: readonly ScriptDataset[];
  /** Bytes that its largest run needs. */
  memory: number;
  /** The app's. */
  version: string;
}
