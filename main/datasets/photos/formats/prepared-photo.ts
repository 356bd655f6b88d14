/** What becomes of a picture that an import prepares. */

export interface KeptPhoto {
  state: 'kept';
  bytes: Buffer;
  extension: 'jpg' | 'png';
  width: number;
  height: number;
  gray: boolean;
  /** What is strange about it: each a clause of its own. */
  odd: string[];
}
export interface DroppedPhoto {
  state: 'dropped';
  reason: string;
}
export type PreparedPhoto = KeptPhoto | DroppedPhoto;

export const dropped = (reason: string): DroppedPhoto => ({ state: 'dropped', reason });
