/** Slurm: an array of jobs for the runs that are submitted together. */
import { message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { quote } from '../../basics/shell-quote';
import type { Known, Scheduler, SiteShell } from './scheduler';

/** Seconds before the time limit at which a run pauses: a step of a large network, and a checkpoint on a slow disk. */
const BEFORE_LIMIT = 120;

const SLOTS = 64;

/** @param options become options of sbatch: `partition=gpu` is `--partition=gpu`. */
export const slurm = (options: ReadonlyMap<string, string>): Scheduler => ({
  slots: SLOTS,
  every: 5000,
  async start({ places, sh }, ids) {
    const name = `${Date.now().toString(36)}-${ids.length}`;
    const list = `${places.arrays}/${name}`;
    const lines = [
      '#!/bin/sh',
      `id=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${quote(list)})`,
      `exec sh ${quote(places.folder)}/runs/"$id"/job.sh`,
    ];
    const flags = [
      '--parsable',
      `--array=0-${ids.length - 1}`,
      '--job-name=skipwire',
      '--requeue',
      '--open-mode=append',
      `--output=${places.arrays}/${name}.out`,
      ...(options.has('signal') ? [] : [`--signal=B:USR1@${BEFORE_LIMIT}`]),
      ...[...options].map(([option, value]) => `--${option.replaceAll('_', '-')}=${value}`),
    ];
    const { code, output, errors } = await sh(
      [
        `mkdir -p ${quote(places.arrays)}`,
        `printf '%s\\n' ${ids.map(quote).join(' ')} > ${quote(list)}`,
        `printf '%s\\n' ${lines.map(quote).join(' ')} > ${quote(`${list}.sh`)}`,
        `array=$(sbatch ${flags.map(quote).join(' ')} ${quote(`${list}.sh`)}) || exit 1`,
        'array=$(echo "$array" | cut -d ";" -f 1)',
        ...ids.map((id, index) => `echo "$array"_${index} > ${quote(places.job(id).name)}`),
        'echo "$array"',
      ].join('\n'),
    );
    if (code !== 0) throw new Refusal(message('executors.slurm.refused', { said: saidIn(errors, output) }));
  },
  async known({ sh }: SiteShell) {
    // Every task of an array on a line of its own, waiting ones included.
    const { code, output, errors } = await sh('squeue --me --array --noheader --format="%F_%K %T"');
    if (code !== 0) throw new Error(saidIn(errors, output));
    return new Map(
      output.split('\n').flatMap((line): [string, Known][] => {
        const [name = '', state = ''] = line.trim().split(/\s+/);
        if (
          name === '' ||
          /^(COMPLETED|CANCELLED|FAILED|TIMEOUT|NODE_FAIL|OUT_OF_MEMORY|BOOT_FAIL|DEADLINE)$/.test(state)
        )
          return [];
        return [[name, state === 'RUNNING' || state === 'COMPLETING' ? 'training' : 'waiting']];
      }),
    );
  },
  cancel: async ({ sh }, name) => {
    await sh(`scancel ${quote(name)}`);
  },
});

const saidIn = (errors: string, output: string): string =>
  (errors.trim() || output.trim()).split('\n').at(-1)?.replace(/\.$/, '') ?? '';
