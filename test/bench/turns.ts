/** Contestants in turn: what slows the machine meanwhile slows them alike. */
import { Contestant, type Entry } from './contestant';
import type { Ready, StepAssignment } from './protocol';

/** What one contestant did. */
export interface Result {
  name: string;
  ready: Ready;
  /** Milliseconds of each measured step. */
  ms: number[];
  /** Milliseconds of processor time per step, all threads together, one figure per turn; empty where unknown. */
  cpu: number[];
  /** Losses of the first steps from the common weights on the common batches. */
  losses: readonly number[];
}

export interface Participant {
  entry: Entry;
  assignment: StepAssignment;
  /** Steps per turn, where they are not those of all. */
  steps?: number;
}

export interface Turns {
  rounds: number;
  steps: number;
  /** Steps whose losses are compared. */
  compared: number;
  say(line: string): void;
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Each prepared alone and warmed up, then all in turn, another first each round. One that fails is left out. */
export async function inTurns(
  participants: readonly Participant[],
  turns: Turns,
): Promise<{ results: Result[]; absent: string[] }> {
  const present: { contestant: Contestant; result: Result; steps: number }[] = [];
  const absent: string[] = [];
  try {
    for (const { entry, assignment, steps = turns.steps } of participants) {
      turns.say(`${entry.name}: preparing`);
      const contestant = Contestant.start(entry, assignment);
      try {
        const ready = await contestant.ready();
        const { losses } = await contestant.ask('losses', turns.compared);
        // Warms up allocators and kernels; not counted.
        await contestant.ask('steps', 1);
        present.push({ contestant, steps, result: { name: entry.name, ready, ms: [], cpu: [], losses } });
      } catch (error) {
        await contestant.end();
        absent.push(`${entry.name} is left out. ${words(error)}`);
        turns.say(absent.at(-1) as string);
      }
    }
    for (let round = 0; round < turns.rounds; round++) {
      const order = present.map((_, index) => present[(index + round) % present.length]);
      for (const each of order) if (each) await turn(each, round, turns);
    }
  } finally {
    await Promise.all(present.map(({ contestant }) => contestant.end()));
  }
  return { results: present.map(({ result }) => result), absent };
}

async function turn(
  { contestant, result, steps }: { contestant: Contestant; result: Result; steps: number },
  round: number,
  { rounds, say }: Turns,
): Promise<void> {
  const before = contestant.cpu();
  const { ms } = await contestant.ask('steps', steps);
  const after = contestant.cpu();
  result.ms.push(...ms);
  if (before !== undefined && after !== undefined) result.cpu.push((after - before) / steps);
  say(`round ${round + 1} of ${rounds}, ${result.name}: ${ms.map((each) => Math.round(each)).join(' ')} ms`);
}
