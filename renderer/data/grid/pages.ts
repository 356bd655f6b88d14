/**
 * The images of a grid, fetched page by page as they come into sight. Requests for pages that were scrolled past are
 * canceled, except the newest; beyond a limit of bytes, the pages that were not needed for longest are dropped.
 */
import { messageOf } from '../../../core/basics/errors';
import type { Example } from '../../ui/pixels';

export interface LoadedPage {
  examples: readonly Example[];
  imageShape: readonly [height: number, width: number, channels: number];
  /** Images in all, after the filter. */
  total: number;
}

export interface PagesOptions {
  load(offset: number, limit: number, signal: AbortSignal): Promise<LoadedPage>;
  pageSize: number;
  /** Images in all, as far as is known before the first page. */
  total: number;
  /** Bytes of pixels to keep. */
  maxBytes?: number;
  /** Most requests at a time. */
  parallel?: number;
  /** Requests that are kept although their pages were scrolled past, since a fast scroll would cancel every one. */
  passed?: number;
  messageOf?(error: unknown): string;
}

interface Range {
  from: number;
  to: number;
}

interface Kept {
  page: LoadedPage;
  bytes: number;
}

/** Aims at pages of a quarter of a megabyte: a few rows of small images, some photographs. */
export function pageSizeFor(imageBytes: number): number {
  return Math.min(160, Math.max(8, Math.round(262_144 / Math.max(1, imageBytes))));
}

/** Photographs come as squares of one of these sides, whatever their own size. */
const SIDES = [96, 192] as const;

/** The smallest side that does not look enlarged at this many pixels of the screen. */
export const photoSideFor = (pixels: number): number =>
  SIDES.find((side) => pixels <= 1.15 * side) ?? SIDES.at(-1)!;

const bytesOf = ({ examples }: LoadedPage): number =>
  examples.reduce((sum, { pixels }) => sum + pixels.length, 0);

export class ExamplePages {
  readonly pageSize: number;
  #total: number;
  #error: string | undefined;
  #version = 0;
  /** In order of use: the first is dropped first. */
  readonly #kept = new Map<number, Kept>();
  readonly #underway = new Map<number, AbortController>();
  readonly #failed = new Set<number>();
  readonly #wanted = new Map<string, Range>();
  #ahead: Range = { from: 0, to: 0 };
  readonly #listeners = new Set<() => void>();
  readonly #options: Required<Omit<PagesOptions, 'total' | 'pageSize'>>;

  constructor({ pageSize, total, ...options }: PagesOptions) {
    this.pageSize = pageSize;
    this.#total = total;
    this.#options = { maxBytes: 96 * 1024 * 1024, parallel: 4, passed: 2, messageOf, ...options };
  }

  get total(): number {
    return this.#total;
  }

  /** Why a page failed; cleared when one arrives. */
  get error(): string | undefined {
    return this.#error;
  }

  /** The same for the whole set. */
  get imageShape(): LoadedPage['imageShape'] | undefined {
    for (const { page } of this.#kept.values()) return page.imageShape;
    return undefined;
  }

  /** Bytes of pixels in memory. */
  get bytes(): number {
    return [...this.#kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The page of a position in the filtered set, if it is here; the image is number `position % pageSize` on it. */
  pageAt(position: number): LoadedPage | undefined {
    return this.#kept.get(Math.floor(position / this.pageSize))?.page;
  }

  at(position: number): Example | undefined {
    return this.pageAt(position)?.examples[position % this.pageSize];
  }

  /** `who` needs these positions from now on. @param to exclusive; an empty range needs nothing. */
  want(who: string, from: number, to: number): void {
    if (to > from) this.#wanted.set(who, { from: Math.max(0, from), to: Math.min(to, this.#total) });
    else this.#wanted.delete(who);
    this.#fetch();
  }

  /** To be fetched when everything wanted is here. @param to exclusive */
  lookAhead(from: number, to: number): void {
    this.#ahead = { from: Math.max(0, from), to: Math.min(to, this.#total) };
    this.#fetch();
  }

  retry(): void {
    this.#failed.clear();
    this.#error = undefined;
    this.#tell();
    this.#fetch();
  }

  /** Grows with each change, for `useSyncExternalStore`. */
  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Cancels all requests. A later `want` fetches again. */
  dispose(): void {
    this.#wanted.clear();
    this.#ahead = { from: 0, to: 0 };
    for (const controller of this.#underway.values()) controller.abort();
    this.#underway.clear();
  }

  /** In the order of the ranges. */
  #pagesOf(ranges: Iterable<Range>): Set<number> {
    const pages = new Set<number>();
    for (const { from, to } of ranges) {
      const last = Math.floor((to - 1) / this.pageSize);
      for (let page = Math.floor(from / this.pageSize); page <= last; page++) pages.add(page);
    }
    return pages;
  }

  #fetch(): void {
    const wanted = this.#pagesOf(this.#wanted.values());
    const ahead = this.#pagesOf([this.#ahead]);
    const passed = [...this.#underway].filter(([page]) => !wanted.has(page) && !ahead.has(page));
    for (const [page, controller] of passed.slice(0, Math.max(0, passed.length - this.#options.passed))) {
      controller.abort();
      this.#underway.delete(page);
    }
    for (const page of wanted) this.#touch(page);
    // Only then, so that what is in sight comes sooner.
    if ([...wanted].every((page) => this.#kept.has(page))) for (const page of ahead) this.#touch(page);
  }

  /** Marks a page as used, or fetches it. */
  #touch(page: number): void {
    const kept = this.#kept.get(page);
    if (kept) {
      this.#kept.delete(page);
      this.#kept.set(page, kept);
    } else if (
      !this.#underway.has(page) &&
      !this.#failed.has(page) &&
      this.#underway.size < this.#options.parallel
    ) {
      void this.#load(page);
    }
  }

  async #load(page: number): Promise<void> {
    const controller = new AbortController();
    this.#underway.set(page, controller);
    try {
      const loaded = await this.#options.load(page * this.pageSize, this.pageSize, controller.signal);
      if (controller.signal.aborted) return;
      this.#kept.set(page, { page: loaded, bytes: bytesOf(loaded) });
      this.#total = loaded.total;
      this.#error = undefined;
      this.#trim();
    } catch (error) {
      if (controller.signal.aborted) return;
      this.#failed.add(page);
      this.#error = this.#options.messageOf(error);
    }
    this.#underway.delete(page);
    this.#tell();
    this.#fetch();
  }

  /** What is in sight stays, however large it is. */
  #trim(): void {
    const wanted = this.#pagesOf(this.#wanted.values());
    let bytes = this.bytes;
    for (const [page, kept] of this.#kept) {
      if (bytes <= this.#options.maxBytes) return;
      if (wanted.has(page)) continue;
      this.#kept.delete(page);
      bytes -= kept.bytes;
    }
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
