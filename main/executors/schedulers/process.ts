/** No scheduler: a process of its own, which outlives the connection. */
import { message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { quote } from '../../basics/shell-quote';
import type { Scheduler } from './scheduler';

export const processes: Scheduler = {
  slots: 1,
  every: 0,
  async start({ places, sh }, ids) {
    for (const id of ids) {
      const job = places.job(id);
      const run = `sh ${quote(job.script)} </dev/null >/dev/null 2>&1 &`;
      const { code, errors } = await sh(
        `echo process > ${quote(job.name)} && if command -v setsid >/dev/null; then setsid nohup ${run} else nohup ${run} fi`,
      );
      if (code !== 0) throw new Refusal(message('executors.start.failed', { id, said: errors.trim() }));
    }
  },
  // The folder alone says whether it lives.
  known: async () => new Map(),
  cancel: async () => undefined,
};
