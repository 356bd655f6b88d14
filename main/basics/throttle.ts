/** At most ten progress reports a second, but always a phase's first and last. */
import type { Progress } from '../../core/contract/engine';
import { inEnglish } from '../../core/messages';

export function throttled(
  onProgress: ((progress: Progress) => void) | undefined,
  intervalMs = 100,
): (progress: Progress) => void {
  if (!onProgress) return () => {};
  let phase: string | undefined;
  let last = 0;
  return (progress) => {
    const now = Date.now();
    const next = inEnglish(progress.phase);
    if (next === phase && progress.fraction !== 1 && now - last < intervalMs) return;
    phase = next;
    last = now;
    onProgress(progress);
  };
}
