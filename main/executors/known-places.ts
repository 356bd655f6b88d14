/** The places that a person can choose from, and what is at one of them. */
import { messageOf } from '../../core/basics/errors';
import type { CheckedPlace, KnownPlace } from '../../core/contract/places';
import { LOCAL } from '../../core/study/run';
import { Refusal, refuse } from '../basics/refusal';
import { siteOf } from '.';
import { ownBuild } from './site/build';
import { placesIn } from './site/places';
import { localShell, runIn } from './site/shell';
import { survey } from './site/survey';
import { sshHosts } from './ssh-hosts';
import { isPlace } from './where';

export class KnownPlaces {
  /** @param before the places that were used before */
  constructor(private readonly before: () => Promise<readonly string[]>) {}

  /** This machine first; then those that were used before. */
  async list(): Promise<KnownPlace[]> {
    const [before, hosts, hasSlurm] = await Promise.all([this.before(), sshHosts(), isSlurmHere()]);
    const all: KnownPlace[] = [
      { place: LOCAL, from: 'here' },
      ...before.map((place) => ({ place, from: 'before' }) as const),
      ...(hasSlurm ? [{ place: 'slurm', from: 'slurm' } as const] : []),
      ...hosts.map((host) => ({ place: `ssh:${host}`, from: 'ssh' }) as const),
    ];
    const once = new Map<string, KnownPlace>();
    for (const known of all) if (!once.has(known.place) && isPlace(known.place)) once.set(known.place, known);
    return [...once.values()];
  }

  /**
   * Connects as a training there would. Only the folder for training is made there.
   * @throws Refusal if the text is no place, or nothing can train there
   */
  async check(text: string, signal: AbortSignal = new AbortController().signal): Promise<CheckedPlace> {
    const { id, shell, scheduler, folder, slots = scheduler.slots } = siteOf(text);
    const { digest } = await ownBuild();
    const found = await survey(shell, { folder, digest, signal });
    const sh = (script: string) => runIn(shell, script, { signal });
    try {
      await scheduler.known({ places: placesIn(found.folder), sh });
    } catch (error) {
      if (error instanceof Refusal || signal.aborted) throw error;
      refuse('executors.check.scheduler', { place: id, said: messageOf(error) });
    }
    const { free, installed } = found;
    return { place: id, slots, installed, ...(free === undefined ? {} : { free }) };
  }
}

/** A machine that submits to a Slurm has its programs. */
async function isSlurmHere(): Promise<boolean> {
  const { code } = await runIn(localShell, 'command -v sbatch >/dev/null').catch(() => ({ code: 1 }));
  return code === 0;
}
