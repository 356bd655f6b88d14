/** Progress of several jobs: lines that are redrawn on a terminal, a new line per phase elsewhere. */

import type { Progress } from '../../../core/contract/engine';
import { formatPercent } from '../../../core/format/number';
import { textOf } from '../../../core/messages';

const REDRAW_MS = 100;
/** Without a terminal, a long phase prints a line at each tenth. */
const TENTHS = 10;

export interface LineTarget {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export class ProgressLines {
  readonly #shown = new Map<string, string>();
  readonly #writtenSteps = new Map<string, string>();
  #drawn = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #ended = false;

  /** @param now milliseconds, for the pace of drawing. */
  constructor(
    private readonly target: LineTarget,
    private readonly ids: readonly string[],
    private readonly now: () => number = Date.now,
  ) {}

  show(id: string, { fraction, ...progress }: Progress): void {
    const phase = textOf(progress.phase);
    const detail = textOf(progress.detail ?? '');
    const percent =
      fraction === undefined ? '' : `${formatPercent(Math.floor(fraction * 100) / 100, 0).padStart(4)}  `;
    this.#shown.set(id, `${percent}${phase}${detail ? `: ${detail}` : ''}`);
    if (this.target.isTTY) this.#draw();
    else this.#print(id, phase, fraction);
  }

  done(id: string, text: string): void {
    this.#shown.set(id, text);
    if (this.target.isTTY) this.#draw(true);
    else this.target.write(`${this.#prefix(id)}${text}\n`);
  }

  /** Leaves the lines and draws no more. */
  end(): void {
    if (!this.#ended && this.target.isTTY && this.#shown.size > 0) this.#draw(true);
    this.#ended = true;
  }

  #print(id: string, phase: string, fraction: number | undefined): void {
    const step = `${phase} ${Math.floor((fraction ?? 0) * TENTHS)}`;
    if (this.#writtenSteps.get(id) === step) return;
    this.#writtenSteps.set(id, step);
    this.target.write(`${this.#prefix(id)}${this.#shown.get(id)}\n`);
  }

  #draw(always = false): void {
    const now = this.now();
    if (this.#ended || (!always && now - this.#drawnAt < REDRAW_MS)) return;
    this.#drawnAt = now;
    // A full line would wrap and could not be redrawn. Some terminals report 0 columns.
    const width = (this.target.columns || 80) - 1;
    const lines = this.ids
      .filter((id) => this.#shown.has(id))
      .map((id) => `\r\x1b[K${`${this.#prefix(id)}${this.#shown.get(id)}`.slice(0, width)}\n`);
    const up = this.#drawn > 0 ? `\x1b[${this.#drawn}A` : '';
    this.target.write(`${up}${lines.join('')}`);
    this.#drawn = lines.length;
  }

  #prefix(id: string): string {
    const width = Math.max(...this.ids.map((other) => other.length));
    return this.ids.length > 1 ? `${id.padEnd(width)}  ` : '';
  }
}
