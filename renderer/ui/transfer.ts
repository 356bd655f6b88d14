/** The progress of a download or an import in words. */
import type { Progress } from '../../core/contract/engine';
import { formatBytes, formatBytesPerSecond } from '../../core/format/bytes';
import { formatSecondsLeft } from '../../core/format/duration';
import { t } from '../../core/messages';

/** "85.2 MB of 170 MB · 12.4 MB/s · 7s left"; only what is known. */
export function transferWords({ bytesDone, bytesTotal, bytesPerSecond, secondsLeft }: Progress): string {
  const parts: string[] = [];
  if (bytesDone !== undefined) {
    const done = formatBytes(bytesDone);
    parts.push(
      bytesTotal === undefined ? done : t('ui.transfer.of', { done, total: formatBytes(bytesTotal) }),
    );
  }
  if (bytesPerSecond !== undefined && bytesPerSecond > 0) parts.push(formatBytesPerSecond(bytesPerSecond));
  if (secondsLeft !== undefined)
    parts.push(t('ui.transfer.left', { time: formatSecondsLeft(Math.max(1, secondsLeft)) }));
  return parts.join(' · ');
}

/** Numbers, if there are any, in place of the host's detail. */
export function progressWords(progress: Progress): Progress {
  const words = transferWords(progress);
  return words === '' ? progress : { ...progress, detail: words };
}
