/**
 * Vital signs of a process that reads what may be hostile. A thread of its prints them ten times a second to standard output,
 * even while the main thread hangs; the host judges them.
 */
import { Worker } from 'node:worker_threads';

/** Begins a line of vital signs: ASCII SYN. */
const SIGN = '\x16';
/** Milliseconds. */
const EVERY = 100;

export interface Vitals {
  /** What the process counts of its work, in the order of `startVitals`. */
  counters: readonly number[];
  /** Milliseconds of CPU time since the process began, of all its threads. */
  cpu: number;
  /** Bytes of memory that it holds. */
  memory: number;
}

/** Numbers that the main thread writes and the thread prints. */
export const sharedCounters = (count: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT));

export function startVitals(counters: Float64Array): void {
  const thread = new Worker(
    `const { workerData: counters } = require('node:worker_threads');
     const { writeSync } = require('node:fs');
     setInterval(() => {
       const { user, system } = process.cpuUsage();
       const signs = [(user + system) / 1000, process.memoryUsage.rss(), ...counters];
       try {
         writeSync(1, ${JSON.stringify(SIGN)} + signs.join(' ') + '\\n');
       } catch ({ code }) {
         // The host is gone, and a main thread that hangs would not hear of it.
         if (code === 'EPIPE') process.kill(process.pid, 'SIGKILL');
       }
     }, ${EVERY});`,
    { eval: true, workerData: counters },
  );
  thread.unref();
  // Without signs the host ends the process after a while.
  thread.on('error', () => undefined);
}

/** Takes vital signs out of what a process prints. */
export class VitalsReader {
  #rest = '';

  /** @returns the signs in `text`, and all else in it. */
  take(text: string): { signs: Vitals[]; others: string } {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    const signs: Vitals[] = [];
    let others = '';
    for (const line of lines) {
      const read = line.startsWith(SIGN) ? readSigns(line) : undefined;
      if (read) signs.push(read);
      else others += `${line}\n`;
    }
    return { signs, others };
  }
}

/** Undefined for a line that another output was printed into. */
function readSigns(line: string): Vitals | undefined {
  const [cpu, memory, ...counters] = line.slice(SIGN.length).split(' ').map(Number);
  const all = [cpu, memory, ...counters];
  if (cpu === undefined || memory === undefined || !all.every(Number.isFinite)) return undefined;
  return { cpu, memory, counters };
}
