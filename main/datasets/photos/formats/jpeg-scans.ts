/**
 * Walks through the coded rows of a sequential Huffman JPEG (ITU-T T.81, annex F) without computing a pixel, and tells
 * what libjpeg, and so TensorFlow's decoder, would warn of. libvips decodes by libjpeg too, but sees no warning of its
 * last strip of rows, nor of what is behind it. Progressive files need none of this: libjpeg reads all of them before
 * libvips asks for the first row.
 */
import { setImmediate } from 'node:timers/promises';
import { LOOK, READY, readTables, standardTables, type Table } from './jpeg-tables';

export interface ScanReport {
  /**
   * whole: every row is there. short: the data end before. damaged: a code that there is not, or restart marks in a
   * wrong order.
   */
  state: 'whole' | 'short' | 'damaged';
  /** Of all rows of coded units (MCUs) those that came, in pixels. */
  rows: number;
  /** Where the data of the last scan end, how many bytes follow that nothing needs, and where the next marker is. */
  end: number;
  extra: number;
  marker: number;
}

interface Component {
  id: number;
  h: number;
  v: number;
}
interface Frame {
  width: number;
  height: number;
  components: Component[];
}
/** Bytes, some ten milliseconds of walking. */
const SLICE = 1 << 19;
const EOI = 0xd9;

/**
 * Others have their turn between slices of a large file.
 * @returns undefined for another kind of JPEG, and for one whose tables are damaged: decoding tells of those.
 */
export async function walkScans(bytes: Buffer): Promise<ScanReport | undefined> {
  const tables = standardTables();
  let frame: Frame | undefined;
  let interval = 0;
  let report: ScanReport | undefined;
  const seen = new Set<number>();
  // A component whose scan never came is mid-gray.
  const ended = () =>
    report && (seen.size < frame!.components.length ? { ...report, state: 'short' as const } : report);
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return ended();
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === EOI) return ended();
    const length = bytes.readUInt16BE(at + 2);
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (segment.length !== length - 2) return ended();
    at += 2 + length;
    if (marker === 0xc4) readTables(segment, tables);
    else if (marker === 0xdd && segment.length === 2) interval = segment.readUInt16BE(0);
    else if (marker === 0xc0 || marker === 0xc1) frame = readFrame(segment);
    else if (marker > 0xc1 && marker <= 0xcf && marker !== 0xcc && marker !== 0xc8) return undefined;
    else if (marker === 0xda) {
      const scan = frame && scanOf(segment, frame, tables);
      if (!scan) return undefined;
      report = await new Walk(bytes, at, scan, interval).run();
      if (report.state !== 'whole') return report;
      for (const id of scan.components) seen.add(id);
      at = report.marker;
      if (report.extra > 0 && bytes[at + 1] !== EOI)
        return at < bytes.length ? { ...report, state: 'damaged' } : report;
    }
  }
  return ended();
}

function readFrame(segment: Buffer): Frame | undefined {
  const count = segment[5] ?? 0;
  if (segment.length < 6 + 3 * count || segment[0] !== 8) return undefined;
  const components = Array.from({ length: count }, (_, n) => {
    const sampling = segment[7 + n * 3]!;
    return { id: segment[6 + n * 3]!, h: sampling >> 4, v: sampling & 15 };
  });
  const frame = { height: segment.readUInt16BE(1), width: segment.readUInt16BE(3), components };
  const sound = components.every(({ h, v }) => h >= 1 && h <= 4 && v >= 1 && v <= 4);
  return sound && frame.width * frame.height > 0 ? frame : undefined;
}

interface Scan {
  /** Their ids. */
  components: number[];
  /** Tables of each block of a unit, one after the other. */
  dc: Table[];
  ac: Table[];
  /** Units of a row, and rows of them. */
  columns: number;
  lines: number;
  /** Pixels of such a row. */
  unitRows: number;
}

function scanOf(segment: Buffer, frame: Frame, tables: ReadonlyMap<number, Table>): Scan | undefined {
  const count = segment[0] ?? 0;
  if (segment.length < 1 + 2 * count + 3) return undefined;
  const [h, v] = (['h', 'v'] as const).map((side) => Math.max(...frame.components.map((one) => one[side])));
  const components: number[] = [];
  const dc: Table[] = [];
  const ac: Table[] = [];
  let only: Component | undefined;
  for (let n = 0; n < count; n++) {
    const component = frame.components.find(({ id }) => id === segment[1 + n * 2]);
    const chosen = segment[2 + n * 2]!;
    const [first, rest] = [tables.get(chosen >> 4), tables.get(0x10 | (chosen & 15))];
    if (!component || !first || !rest) return undefined;
    only = component;
    components.push(component.id);
    for (let block = 0; block < (count > 1 ? component.h * component.v : 1); block++) {
      dc.push(first);
      ac.push(rest);
    }
  }
  if (!only || !h || !v) return undefined;
  // A scan of one component has its blocks one by one.
  const across = count > 1 ? 8 * h : (8 * h) / only.h;
  const unitRows = count > 1 ? 8 * v : (8 * v) / only.v;
  const [columns, lines] = [Math.ceil(frame.width / across), Math.ceil(frame.height / unitRows)];
  return { components, dc, ac, columns, lines, unitRows };
}

class Walk {
  /** The next bits, left of which all are read; `#held` of them. */
  #bits = 0;
  #held = 0;
  /** Zeros among them that were not in the data. */
  #made = 0;

  constructor(
    private readonly bytes: Buffer,
    private at: number,
    private readonly scan: Scan,
    private readonly interval: number,
  ) {}

  async run(): Promise<ScanReport> {
    const { columns, lines, dc, ac, unitRows } = this.scan;
    let left = this.interval;
    let restart = 0;
    let paused = this.at;
    for (let line = 0; line < lines; line++) {
      if (this.at - paused > SLICE) {
        paused = this.at;
        await setImmediate();
      }
      for (let column = 0; column < columns; column++) {
        if (this.interval > 0 && left-- === 0) {
          left = this.interval - 1;
          const there = this.#atMarker();
          if (there.extra > 0 || this.bytes[there.marker + 1] !== 0xd0 + restart) {
            return { state: 'damaged', rows: line * unitRows, ...there };
          }
          restart = (restart + 1) & 7;
          this.at = there.marker + 2;
          this.#bits = this.#held = this.#made = 0;
        }
        for (let block = 0; block < dc.length; block++) {
          const sound = this.#block(dc[block]!, ac[block]!);
          if (sound && this.#made <= this.#held) continue;
          const state = this.#made > this.#held ? 'short' : 'damaged';
          return { state, rows: line * unitRows, end: this.at, extra: 0, marker: this.at };
        }
      }
    }
    return { state: 'whole', rows: lines * unitRows, ...this.#atMarker() };
  }

  /** Where the bits read so far end, and the next marker. */
  #atMarker(): { end: number; marker: number; extra: number } {
    let end = this.at;
    for (let unread = (this.#held - this.#made) >> 3; unread > 0; unread--) {
      end -= this.bytes[end - 1] === 0 && this.bytes[end - 2] === 0xff ? 2 : 1;
    }
    let marker = this.at;
    while (marker < this.bytes.length && (this.bytes[marker] !== 0xff || this.bytes[marker + 1] === 0))
      marker++;
    const extra = marker - end;
    // Fill bytes may stand in front of it.
    while (this.bytes[marker + 1] === 0xff) marker++;
    return { end, marker, extra };
  }

  #block(dc: Table, ac: Table): boolean {
    if (this.#symbol(dc) < 0) return false;
    for (let k = 1; k < 64; k++) {
      const symbol = this.#symbol(ac);
      if (symbol < 0) return false;
      k += symbol >> 4;
      if ((symbol & 15) === 0 && symbol >> 4 !== 15) break;
    }
    return true;
  }

  /** Of a code, whose value is passed over; -1: no code begins so. */
  #symbol(table: Table): number {
    if (this.#held < READY) this.#fill();
    const found = table.short[this.#bits >>> (this.#held - LOOK)]!;
    if (found > 0) {
      this.#drop(found >> 8);
      return found & 255;
    }
    for (let length = 1; length <= 16; length++) {
      const code = this.#bits >>> (this.#held - length);
      if (code > table.most[length]!) continue;
      const symbol = table.symbols[code + table.offset[length]!]!;
      this.#drop(length);
      if (this.#held < READY) this.#fill();
      this.#drop(symbol & 15);
      return symbol;
    }
    return -1;
  }

  #drop(count: number): void {
    this.#held -= count;
    this.#bits &= (1 << this.#held) - 1;
  }

  /** To READY bits and more: zeros where the data have ended. */
  #fill(): void {
    while (this.#held < READY) {
      let byte = this.bytes[this.at];
      if (byte === undefined || (byte === 0xff && this.bytes[this.at + 1] !== 0)) {
        byte = 0;
        this.#made += 8;
      } else this.at += byte === 0xff ? 2 : 1;
      this.#bits = (this.#bits << 8) | byte;
      this.#held += 8;
    }
  }
}
