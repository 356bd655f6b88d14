/** Debugging of child processes: `SKIPWIRE_INSPECT=9229`, or `SKIPWIRE_INSPECT_BRK=9229` to wait for a debugger. */
import { refuse } from '../basics/refusal';

const FLAGS = { SKIPWIRE_INSPECT: '--inspect', SKIPWIRE_INSPECT_BRK: '--inspect-brk' } as const;

/** Node's flags for a child process; 0 is any free port. @throws Refusal for a value that is not a port. */
export function inspectFlags(env: Readonly<Record<string, string | undefined>> = process.env): string[] {
  return Object.entries(FLAGS).flatMap(([name, flag]) => {
    const value = env[name];
    if (!value) return [];
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
      refuse('hosts.inspectPort', { name, value });
    }
    return [`${flag}=127.0.0.1:${value}`];
  });
}

/** The watchdog must not kill a process at a breakpoint. */
export const isInspected = (): boolean => inspectFlags().length > 0;
