/** Waiting for something that nothing announces: a file, a process, a pixel. Tests that can wait for an event do that. */

const EVERY = 20;
const LONGEST = 60_000;

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, EVERY));

/** Resolves when `holds` answers true. Where it never does, jest's own time limit ends the test. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause();
}

/** Repeats `expectations` until they hold. @throws what they threw last, after a minute. */
export async function eventually(expectations: () => void | Promise<void>): Promise<void> {
  const end = Date.now() + LONGEST;
  for (;;) {
    try {
      return await expectations();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await pause();
  }
}
