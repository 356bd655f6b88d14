/** The executor for a place, as text (where.ts). */
import { refuse } from '../basics/refusal';
import type { Executor } from './executor';
import { processes } from './schedulers/process';
import { ray } from './schedulers/ray';
import { slurm } from './schedulers/slurm';
import { SiteExecutor } from './site/executor';
import { localShell, sshShell } from './site/shell';
import { parseWhere } from './where';

export { laneOf } from './lane';

/** @throws Refusal if the text is no place, or has options that it does not take. */
export function executorFor(text: string): Executor {
  const { id, kind, host, address = '', folder, slots, options } = parseWhere(text);
  const shell = host === undefined ? localShell : sshShell(host);
  const site = { id, shell, folder, slots };
  if (kind === 'slurm') return new SiteExecutor({ ...site, scheduler: slurm(options) });
  if (kind === 'ray') return new SiteExecutor({ ...site, scheduler: ray(address, options) });
  const [unknown] = options.keys();
  if (unknown !== undefined) refuse('executors.where.noOption', { kind, received: unknown });
  return new SiteExecutor({ ...site, scheduler: processes });
}
