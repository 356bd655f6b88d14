/**
 * A process of its own that takes runs and deletes them when it is asked to, for tests of what two processes do at the
 * same moment. Reads lines of JSON, answers each with one.
 */
import { createInterface } from 'node:readline';
import { RunStore } from '../../main/runs/store';

export interface TakerRequest {
  do: 'take' | 'release' | 'remove';
  id: string;
  /** Milliseconds since 1970: what is asked for is done then, not before. */
  at?: number;
}
export interface TakerAnswer {
  done: boolean;
  /** Why not. */
  reason?: string;
}

const store = new RunStore({ root: process.argv[2] as string, app: 'cli' });

async function act({ do: what, id, at = 0 }: TakerRequest): Promise<TakerAnswer> {
  // Awake, so that all begin within the same few microseconds.
  while (Date.now() < at);
  try {
    if (what === 'take') await store.owned.take(id);
    else if (what === 'remove') await store.remove(id);
    else await store.owned.release(id);
    return { done: true };
  } catch (error) {
    return { done: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  void act(JSON.parse(line)).then((answer) => process.stdout.write(`${JSON.stringify(answer)}\n`));
});
process.stdout.write(`${JSON.stringify({ done: true })}\n`);
