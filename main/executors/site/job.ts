/** The script that trains one run, whoever starts it. */

import { quote } from '../../basics/shell-quote';
import type { Places } from './places';

/** Exit code of a run that was paused by a signal (EX_TEMPFAIL of sysexits.h). */
export const PAUSED_BY_SIGNAL = 75;

export interface JobOptions {
  id: string;
  build: string;
  digest: string;
  node: string;
  /** The user chose the folder: TensorFlow is kept in it. */
  ownCache: boolean;
}

/**
 * Slurm sends USR1 before the time limit. It is passed on as TERM, since USR1 makes Node listen for a debugger; the run pauses with
 * a checkpoint, and the job goes back into Slurm's queue. A signal may come before the run has begun. It may also end a wait
 * although the child has just ended: the next wait then has the child's code. With 143, TERM came before the child could pause.
 * MLflow hears from the machine that follows the run.
 */
export function jobScript(places: Places, { id, build, digest, node, ownCache }: JobOptions): string {
  const job = places.job(id);
  const run = [node, `${places.build(build)}/build/main/cli.cjs`, 'run-folder', '--take-over', job.run];
  return `#!/bin/sh
rm -f ${quote(job.exit)}
export SKIPWIRE_DATA=${quote(places.data(digest))}
${ownCache ? `export SKIPWIRE_CACHE="\${SKIPWIRE_CACHE:-${places.cache.replace(/["\\$`]/g, '\\$&')}}"` : ''}
export SKIPWIRE_LANGUAGE=en
unset MLFLOW_TRACKING_URI
limit=
asked=
trap 'limit=yes; asked=yes; kill -TERM $!' USR1
trap 'asked=yes; kill -TERM $!' TERM INT
${run.map(quote).join(' ')} >> ${quote(job.output)} 2>&1 &
child=$!
[ -z "$asked" ] || kill -TERM "$child"
wait "$child"
code=$?
while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
if [ "$code" -gt 128 ]; then wait "$child"; again=$?; [ "$again" = 127 ] || code=$again; fi
case "$code" in ${PAUSED_BY_SIGNAL}|143) ;; *) limit= ;; esac
if [ -n "$limit" ] && [ -n "$SLURM_JOB_ID" ]; then exec scontrol requeue "$SLURM_JOB_ID"; fi
echo "$code" > ${quote(job.exit)}
exit "$code"
`.replace(/^\n/gm, '');
}
