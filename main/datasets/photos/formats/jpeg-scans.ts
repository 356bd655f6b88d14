/**
 * Walks through the scans of a sequential Huffman JPEG (ITU-T T.81, annex F) without decoding pixels, and finds what libjpeg,
 * and so TensorFlow, would warn about. libvips misses warnings of its last strip of rows and after it. Progressive files
 * do not need this: libjpeg reads them completely before the first row.
 */
import { setImmediate } from 'node:timers/promises';
import { LOOK, READY, readTables, standardTables, type Table } from './jpeg-tables';

export interface ScanReport {
  /** short: data end early. damaged: an unknown code, or restart markers out of order. */
  state: 'whole' | 'short' | 'damaged';
  /** Complete rows, in pixels. */
  rows: number;
  /** End of the last scan's data, unneeded bytes after it, and position of the next marker. */
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
/** Bytes, about ten milliseconds. */
const SLICE = 1 << 19;
const EOI = 0xd9;

/**
 * Yields to other tasks between slices.
 * @returns undefined for other kinds of JPEG and for damaged tables, which decoding reports
 */
export async function walkScans(bytes: Buffer): Promise<ScanReport | undefined> {
  const tables = standardTables();
  let frame: Frame | undefined;
  let interval = 0;
  let report: ScanReport | undefined;
  const seen = new Set<number>();
  // A component without a scan stays gray.
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
  components: number[];
  /** Tables for each block of a unit. */
  dc: Table[];
  ac: Table[];
  columns: number;
  lines: number;
  /** Pixels per row of units. */
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
  // In a scan of one component, each block is a unit.
  const across = count > 1 ? 8 * h : (8 * h) / only.h;
  const unitRows = count > 1 ? 8 * v : (8 * v) / only.v;
  const [columns, lines] = [Math.ceil(frame.width / across), Math.ceil(frame.height / unitRows)];
  return { components, dc, ac, columns, lines, unitRows };
}

class Walk {
  /** The next `#held` bits. */
  #bits = 0;
  #held = 0;
  /** How many of them are zeros added after the end of the data. */
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

  #atMarker(): { end: number; marker: number; extra: number } {
    let end = this.at;
    for (let unread = (this.#held - this.#made) >> 3; unread > 0; unread--) {
      end -= this.bytes[end - 1] === 0 && this.bytes[end - 2] === 0xff ? 2 : 1;
    }
    let marker = this.at;
    while (marker < this.bytes.length && (this.bytes[marker] !== 0xff || this.bytes[marker + 1] === 0))
      marker++;
    const extra = marker - end;
    // Skip fill bytes.
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

  /** Reads a code and skips the value after it. -1: invalid code. */
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

  /** Adds zeros after the end of the data. */
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
