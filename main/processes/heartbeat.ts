/**
 * The worker's heartbeat: a thread writes a byte (ASCII SYN) to standard output every two seconds, even while
 * TensorFlow blocks the main thread. Messages can only be sent by the main thread.
 */
import { Worker } from 'node:worker_threads';

const BEAT = '\x16';
const EVERY = 2_000;

export function startHeartbeat(): void {
  const thread = new Worker(
    // Not process.stdout, which goes through the blocked main thread.
    `const { writeSync } = require('node:fs');
     setInterval(() => { try { writeSync(1, ${JSON.stringify(BEAT)}); } catch {} }, ${EVERY});`,
    { eval: true },
  );
  thread.unref();
  // Without beats the host reports it; training is not affected.
  thread.on('error', () => undefined);
}

export const withoutBeats = (output: string): string => output.replaceAll(BEAT, '');
