/**
 * Opens the processes that the host starts to a debugger: `SKIPWIRE_INSPECT=9229` listens on that port,
 * `SKIPWIRE_INSPECT_BRK=9229` also waits for a debugger before the first line runs, as Node's own flags do. CONTRIBUTING.md says how.
 */
import { refuse } from '../basics/refusal';

const FLAGS = { SKIPWIRE_INSPECT: '--inspect', SKIPWIRE_INSPECT_BRK: '--inspect-brk' } as const;

/**
 * Node's flags for a new process; none where no debugger is asked for. Only this machine can connect.
 * @throws Refusal for a value that is not a port. 0 takes any free one; the process prints which.
 */
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

/** A process that stops at a breakpoint does not hang: nobody should end it for its silence. */
export const isInspected = (): boolean => inspectFlags().length > 0;
