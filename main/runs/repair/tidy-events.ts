/** Finds repeated values in TensorBoard's event files; the later one is kept. */
import type { Message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { readEventHead, soundRecords } from '../tensorboard/records';
import { eventFiles } from '../tensorboard/rewind';
import { recordBytes } from '../tensorboard/writer';

interface TidyFile {
  path: string;
  /** Undefined: delete the file. */
  content: Uint8Array | undefined;
}

export interface TidyEvents {
  doubled: number;
  /** Files to change. */
  files: TidyFile[];
  /** Unreadable files. */
  unfit: { path: string; reason: Message }[];
}

interface Found {
  path: string;
  data: Uint8Array;
  /** Identifies the value; undefined for a restart and for the version that begins a file. */
  key: string | undefined;
  isFirst: boolean;
}

export function tidyEvents(folder: string): TidyEvents {
  const all: Found[] = [];
  const unfit: TidyEvents['unfit'] = [];
  for (const path of eventFiles(folder)) {
    try {
      let isFirst = true;
      for (const { data } of soundRecords(path)) {
        all.push({ path, data: Uint8Array.from(data), key: keyOf(data), isFirst });
        isFirst = false;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      unfit.push({ path, reason: error.said });
    }
  }
  const last = new Map(all.flatMap(({ key }, index) => (key === undefined ? [] : [[key, index] as const])));
  const isDoubled = ({ key }: Found, index: number) => key !== undefined && last.get(key) !== index;
  const doubled = all.filter(isDoubled).length;
  if (doubled === 0) return { doubled, files: [], unfit };
  // A restart event cancels earlier values; without repetitions it has no use.
  const goes = (one: Found, index: number) =>
    isDoubled(one, index) || (one.key === undefined && !one.isFirst);
  const touched = new Set(all.filter(goes).map(({ path }) => path));
  const files = [...touched].map((path): TidyFile => {
    const kept = all.filter((one, index) => one.path === path && !goes(one, index));
    const content = kept.some(({ key }) => key !== undefined)
      ? Buffer.concat(kept.map(({ data }) => recordBytes(data)))
      : undefined;
    return { path, content };
  });
  return { doubled, files, unfit };
}

function keyOf(data: Uint8Array): string | undefined {
  const head = readEventHead(data);
  if (head?.kind === 'graph') return 'graph';
  return head?.kind === 'summary' ? `${head.step} ${head.tag ?? ''}` : undefined;
}
