/** What starts jobs on a site. It may forget them: the run's folder says what became of a run. */

import type { Places } from '../site/places';
import type { ShellResult } from '../site/shell';

export interface SiteShell {
  places: Places;
  /** On the machine of the site. */
  sh(script: string): Promise<ShellResult>;
}

export type Known = 'waiting' | 'training';

export interface Scheduler {
  /** How many runs it trains at once by itself. */
  readonly slots: number;
  /** Milliseconds for which what it knows is good enough. */
  readonly every: number;
  /** Started by name; writes the name of each job first (places.ts). @throws Refusal if it refuses. */
  start(site: SiteShell, ids: readonly string[]): Promise<void>;
  /** By its own name of the job; absent: it does not know it, or the job has ended. @throws if it does not answer. */
  known(site: SiteShell): Promise<ReadonlyMap<string, Known>>;
  /** Before it has begun. */
  cancel(site: SiteShell, name: string): Promise<void>;
}
