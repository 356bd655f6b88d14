/** What became of the parts of a graph between two versions of it, as canvas and pictures show it. */

export type DiffMark = 'added' | 'removed' | 'changed' | 'renamed';

export interface DiffMarks {
  /** By id of layer or group. */
  items: Readonly<Record<string, DiffMark>>;
  /** By id of edge. */
  edges: Readonly<Record<string, DiffMark>>;
}

/** As in diffs of texts. */
export const DIFF_SIGNS: Readonly<Record<DiffMark, string>> = {
  added: '+',
  removed: '−',
  changed: '~',
  renamed: '=',
};
