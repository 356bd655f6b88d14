/** What a process and all that it started have in memory, sampled while they work. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** Mebibytes. */
export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  /** The process itself: RssAnon + RssShmem. */
  own: number;
  /** Those that it started. */
  others: number;
  /** Pages of files that all of them have mapped, shared with the page cache: RssFile. */
  mapped: number;
}

/** The ends of a stretch of time and what was sampled in it. */
export interface Stretch {
  samples: number;
  /** The largest sum of own and others. */
  peak: number;
  peakOwn: number;
  peakOthers: number;
  peakMapped: number;
  /** Mean of the last third over that of the first third, in percent above it. */
  growth: number;
}

const EVERY = 100;

export class MemorySampler {
  readonly samples: Sample[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.timer = setInterval(() => {
      const own = memoryOf(pid);
      if (!own) return;
      const others = descendants(pid).map((each) => memoryOf(each) ?? { private: 0, mapped: 0 });
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      this.samples.push({
        at: Date.now(),
        own: own.private,
        others: sum(others.map((each) => each.private)),
        mapped: own.mapped + sum(others.map((each) => each.mapped)),
      });
    }, EVERY);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** @returns undefined where nothing was sampled: elsewhere than on Linux, or in too short a time. */
  between(from: number, to: number): Stretch | undefined {
    return stretchOf(this.samples.filter(({ at }) => at >= from && at < to));
  }
}

export function stretchOf(samples: readonly Sample[]): Stretch | undefined {
  if (samples.length < 3) return undefined;
  const totals = samples.map(({ own, others }) => own + others);
  const third = Math.floor(samples.length / 3);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const most = (of: (sample: Sample) => number) => Math.max(...samples.map(of));
  return {
    samples: samples.length,
    peak: Math.max(...totals),
    peakOwn: most(({ own }) => own),
    peakOthers: most(({ others }) => others),
    peakMapped: most(({ mapped }) => mapped),
    growth: 100 * (mean(totals.slice(-third)) / mean(totals.slice(0, third)) - 1),
  };
}

function memoryOf(pid: number): { private: number; mapped: number } | undefined {
  const status = read(`/proc/${pid}/status`);
  if (!status) return undefined;
  const field = (name: string) =>
    Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))?.[1] ?? 0) / 1024;
  return { private: field('RssAnon') + field('RssShmem'), mapped: field('RssFile') };
}

/** Children of each of its threads, and theirs. */
function descendants(pid: number): number[] {
  let threads: string[] = [];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  const children = threads.flatMap((thread) =>
    (read(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
