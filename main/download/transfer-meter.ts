/** Speed and time left of a transfer, over its last few seconds. */
import type { Progress } from '../../core/contract/engine';
import { sizeMessage, speedMessage } from '../../core/format/bytes';
import { timeLeftMessage } from '../../core/format/duration';
import { listOf, message } from '../../core/messages';

const WINDOW_MS = 5000;

export class TransferMeter {
  readonly #samples: { time: number; bytes: number }[];

  /** @param start bytes that were there before. @param total bytes in all, if known */
  constructor(
    start: number,
    private readonly total: number | undefined,
    private readonly now: () => number = Date.now,
  ) {
    this.#samples = [{ time: now(), bytes: start }];
  }

  /** "82.4 MB of 170 MB, 3.1 MB/s, 29s left", also as numbers. */
  at(bytes: number): Omit<Progress, 'phase'> {
    const time = this.now();
    const last = this.#samples[this.#samples.length - 1]!;
    if (time - last.time >= 250) this.#samples.push({ time, bytes });
    while (this.#samples.length > 2 && time - this.#samples[1]!.time > WINDOW_MS) this.#samples.shift();
    const oldest = this.#samples[0]!;
    const seconds = (time - oldest.time) / 1000;
    const speed = seconds > 0 ? (bytes - oldest.bytes) / seconds : 0;
    const { total } = this;
    const left = speed > 0 && total !== undefined ? Math.max(0, total - bytes) / speed : undefined;
    const parts = [
      total === undefined
        ? sizeMessage(bytes)
        : message('datasets.download.of', { done: sizeMessage(bytes), total: sizeMessage(total) }),
      ...(speed > 0 ? [speedMessage(speed)] : []),
      ...(left !== undefined ? [message('datasets.download.left', { time: timeLeftMessage(left) })] : []),
    ];
    return {
      fraction: total ? Math.min(1, bytes / total) : undefined,
      detail: message('datasets.download.transfer', { parts: listOf(parts, 'unit') }),
      bytesDone: bytes,
      bytesTotal: total,
      bytesPerSecond: speed > 0 ? speed : undefined,
      secondsLeft: left,
    };
  }
}
