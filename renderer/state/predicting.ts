/** What the Predict view shows; other views set it before they lead there. */
import { create } from 'zustand';
import type { PredictedSplit, SplitRequest } from '../../core/contract/predict';
import { useNavigation } from './navigation';

export type PictureSource =
  /** Files and folders on the host's machine. @param count of files; absent where a folder is among them */
  | { kind: 'files'; title: string; paths: readonly string[]; count?: number | undefined }
  /** Images of the first network's run, spread over `total`. */
  | { kind: 'images'; split: PredictedSplit; total: number }
  | { kind: 'wrong'; split: PredictedSplit; which: SplitRequest['which'] };

interface Predicting {
  /** Absent until the person has chosen some. */
  runIds?: readonly string[];
  source?: PictureSource | undefined;
  /** Grad-CAM over the pictures. */
  gradCam: boolean;
  /** 0..1 */
  strength: number;
  /** Whose output it looks at; absent: the last Add and its activation. */
  node?: string | undefined;
}

export const usePredicting = create<Predicting>(() => ({ gradCam: false, strength: 0.5 }));

/** Leads to the Predict view with these runs. */
export function predictWith(runIds: readonly string[]): void {
  usePredicting.setState({ runIds, node: undefined });
  useNavigation.getState().go('predict');
}
