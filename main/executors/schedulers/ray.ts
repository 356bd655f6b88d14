/** Ray Jobs, through its REST interface. Its machines must see the folder of the site. */
import { request } from 'undici';
import { z } from 'zod';
import { messageOf } from '../../../core/basics/errors';
import { message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { quote } from '../../basics/shell-quote';
import { NotNow } from '../executor';
import type { Known, Scheduler } from './scheduler';

const jobSchema = z.object({ submission_id: z.string().nullish(), status: z.string() });

const SLOTS = 16;
const WITHIN = 15_000;

/** Numbers of the request, as Ray names them without `entrypoint_`. */
const NUMBERS = ['num_cpus', 'num_gpus', 'memory'];

export function ray(address: string, options: ReadonlyMap<string, string>): Scheduler {
  const resources = Object.fromEntries(
    [...options].map(([name, value]) => {
      if (!NUMBERS.includes(name) || !/^\d+(\.\d+)?$/.test(value)) {
        throw new Refusal(message('executors.ray.option', { received: `${name}=${value}` }));
      }
      return [`entrypoint_${name}`, Number(value)];
    }),
  );
  /** Not `fetch`: Ray refuses its headers as those of a browser. */
  const call = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    try {
      const answer = await request(`${address}${path}`, {
        method,
        headersTimeout: WITHIN,
        bodyTimeout: WITHIN,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      return { status: answer.statusCode, text: await answer.body.text() };
    } catch (error) {
      throw new NotNow(message('executors.ray.unreachable', { address, said: messageOf(error) }));
    }
  };
  const isThere = async (name: string) => (await call('GET', `/api/jobs/${name}`)).status === 200;
  return {
    slots: SLOTS,
    every: 2000,
    async start({ places, sh }, ids) {
      for (const id of ids) {
        const job = places.job(id);
        const name = `${id}-${Date.now().toString(36)}`;
        await sh(`echo ${quote(name)} > ${quote(job.name)}`);
        const body = { submission_id: name, entrypoint: `sh ${quote(job.script)}`, ...resources };
        const { status, text } = await call('POST', '/api/jobs/', body);
        // The answer to an earlier try may have been lost; Ray answers 500 to a name that it has.
        if (status !== 200 && !(await isThere(name))) {
          throw new Refusal(
            message('executors.ray.refused', { address, said: text.trim().split('\n').at(-1) ?? '' }),
          );
        }
      }
    },
    async known() {
      const { status, text } = await call('GET', '/api/jobs/');
      if (status !== 200) throw new Error(text);
      return new Map(
        z
          .array(jobSchema)
          .parse(JSON.parse(text))
          .flatMap(({ submission_id, status: state }): [string, Known][] => {
            if (!submission_id) return [];
            if (state === 'PENDING') return [[submission_id, 'waiting']];
            return state === 'RUNNING' ? [[submission_id, 'training']] : [];
          }),
      );
    },
    cancel: async (_, name) => {
      await call('POST', `/api/jobs/${name}/stop`);
    },
  };
}
