/** The lines of a run's log.txt, and its phases. Pure. */
import { inEnglish, message } from '../messages';

export interface LogLine {
  /** Milliseconds since 1970; absent for what TensorFlow printed, and for further lines of a message. */
  at?: number;
  text: string;
  /** output: printed by TensorFlow or Node. problem: why it failed. */
  kind: 'phase' | 'epoch' | 'problem' | 'output';
}

export interface LogPhase {
  text: string;
  isProblem: boolean;
  /** Absent for the last one, which goes on or was the end. */
  seconds?: number;
}

/** "2026-11-29T20:00:00.123Z compiling the network" */
const OWN = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) (.*)$/s;

function kindOf(text: string): LogLine['kind'] {
  if (/^epoch \d+:/.test(text)) return 'epoch';
  return text.startsWith('failed: ') ? 'problem' : 'phase';
}

export function logLines(text: string): LogLine[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => {
    const [, time, words] = OWN.exec(line) ?? [];
    if (time === undefined || words === undefined) return { text: line, kind: 'output' };
    return { at: Date.parse(time), text: words, kind: kindOf(words) };
  });
}

const FIRST_PHASE = inEnglish(message('training.phase.compiling'));

/** What the run did, one thing after the other, since it was last started or resumed; a problem is the last. */
export function logPhases(lines: readonly LogLine[]): LogPhase[] {
  const begin = lines.findLastIndex(({ text }) => text === FIRST_PHASE);
  const all = lines.slice(Math.max(0, begin)).filter(({ kind }) => kind === 'phase' || kind === 'problem');
  const end = all.findIndex(({ kind }) => kind === 'problem');
  const phases = end < 0 ? all : all.slice(0, end + 1);
  return phases.map(({ at, text, kind }, index) => {
    const next = phases[index + 1]?.at;
    const seconds = at !== undefined && next !== undefined && { seconds: (next - at) / 1000 };
    return { text, isProblem: kind === 'problem', ...seconds };
  });
}
