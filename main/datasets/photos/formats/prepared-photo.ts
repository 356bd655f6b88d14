import type { Message, MessageOrText } from '../../../../core/messages';

export interface KeptPhoto {
  state: 'kept';
  bytes: Buffer;
  extension: 'jpg' | 'png';
  width: number;
  height: number;
  gray: boolean;
  /** What is unusual about it, as clauses. */
  odd: Message[];
}
export interface DroppedPhoto {
  state: 'dropped';
  reason: MessageOrText;
}
export type PreparedPhoto = KeptPhoto | DroppedPhoto;

export const dropped = (reason: Message): DroppedPhoto => ({ state: 'dropped', reason });
