/** What the numbers were measured on. */
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { instructionSets } from '../../main/engine/instruction-sets';

/** Numbers from a busy machine mean little, so they include how busy it was. */
export function machine(): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const sets = instructionSets();
  const has = sets ? ` (${sets.join(', ') || 'no AVX2'})` : '';
  return `${first?.model.trim() ?? 'unknown CPU'}${has}, ${availableParallelism()} threads, ${memory}, ${platform()} ${release()}`;
}

export const load = (): string => (loadavg()[0] ?? 0).toFixed(1);
