/**
 * The worker's sign of life while TensorFlow blocks its thread: another thread writes one byte, ASCII's "synchronous
 * idle", to the standard output every two seconds. That line exists under every host (child_process and Electron's
 * utilityProcess alike), whereas messages can be sent by the main thread alone.
 */
import { Worker } from 'node:worker_threads';

const BEAT = '\x16';
const EVERY = 2_000;

/** Begins to beat, for as long as this process lives. */
export function startHeartbeat(): void {
  const thread = new Worker(
    // Straight to the descriptor: a thread's process.stdout goes through the main thread, which is blocked.
    `const { writeSync } = require('node:fs');
     setInterval(() => { try { writeSync(1, ${JSON.stringify(BEAT)}); } catch {} }, ${EVERY});`,
    { eval: true },
  );
  thread.unref();
  // Without the thread, the beats are missed and the host says so; the training itself needs it not.
  thread.on('error', () => undefined);
}

/** What else a worker printed. */
export const withoutBeats = (output: string): string => output.replaceAll(BEAT, '');
