/** The lanes of other places than this process, by their texts (where.ts). */
import { refuse } from '../basics/refusal';
import type { Lane } from '../training/host/lane';
import type { Executor } from './executor';
import { type LaneOptions, laneOf } from './lane';
import { processes } from './schedulers/process';
import { ray } from './schedulers/ray';
import { slurm } from './schedulers/slurm';
import { SiteExecutor, type SiteOptions } from './site/executor';
import { localShell, sshShell } from './site/shell';
import { parseWhere } from './where';

export class ExecutorLanes {
  private readonly lanes = new Map<string, { lane: Lane; executor: Executor }>();

  constructor(private readonly options: LaneOptions) {}

  /** @throws Refusal as `executorFor` */
  lane(id: string): Lane {
    const known = this.lanes.get(id);
    if (known) return known.lane;
    const executor = executorFor(id);
    const lane = laneOf(executor, this.options);
    this.lanes.set(id, { lane, executor });
    return lane;
  }

  /** Ends the connections; the runs go on. */
  async close(): Promise<void> {
    await Promise.all([...this.lanes.values()].map(({ executor }) => executor.close()));
  }
}

/** @throws Refusal if the text is no place, or has options that it does not take. */
export const executorFor = (text: string): Executor => new SiteExecutor(siteOf(text));

/** @throws Refusal as `executorFor` */
export function siteOf(text: string): SiteOptions {
  const { id, kind, host, address = '', folder, slots, options } = parseWhere(text);
  const shell = host === undefined ? localShell : sshShell(host);
  const site = { id, shell, folder, slots };
  if (kind === 'slurm') return { ...site, scheduler: slurm(options) };
  if (kind === 'ray') return { ...site, scheduler: ray(address, options) };
  const [unknown] = options.keys();
  if (unknown !== undefined) refuse('executors.where.noOption', { kind, received: unknown });
  return { ...site, scheduler: processes };
}
