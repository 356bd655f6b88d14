/** TensorBoard's event files, with each value once: of two for the same update, the later one is kept. */
import type { Message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { type EventHead, readEventHead, soundRecords } from '../tensorboard/records';
import { eventFiles } from '../tensorboard/rewind';
import { recordBytes } from '../tensorboard/writer';

export interface TidyFile {
  path: string;
  /** The file as it is to be; undefined where nothing of it is left. */
  content: Uint8Array | undefined;
}

export interface TidyEvents {
  /** Number of doubled values. */
  doubled: number;
  /** Files that are to change. */
  files: TidyFile[];
  /** What is no file that can be read. */
  unfit: { path: string; reason: Message }[];
}

interface Found {
  path: string;
  data: Uint8Array;
  /** What it is a value of; undefined for the version of the file, which comes first, and for a restart. */
  key: string | undefined;
  isFirst: boolean;
}

/** @param folder one that is not there has none. */
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
  // A restart takes back what earlier files say; with each value there once, there is nothing to take back.
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
  let head: EventHead;
  try {
    head = readEventHead(data);
  } catch {
    return undefined;
  }
  if (head.kind === 'graph') return 'graph';
  return head.kind === 'summary' ? `${head.step} ${head.tag ?? ''}` : undefined;
}
