/**
 * What some tests need and not every machine has. Without it they are skipped under a name that says what is missing, and
 * the end of the run lists it (closing-reporter.cjs).
 */
export interface Need {
  met: boolean;
  /** Follows "needs": "the program xz". */
  what: string;
}

/** `test` where the need is met. */
export const testNeeding = (need: Need): jest.It => (need.met ? test : skipping(test, need));

/** `describe` where the need is met. */
export const describeNeeding = (need: Need): jest.Describe =>
  need.met ? describe : skipping(describe, need);

export const linux: Need = { met: process.platform === 'linux', what: 'Linux' };
export const posix: Need = { met: process.platform !== 'win32', what: 'a system other than Windows' };

function skipping<Block extends jest.It | jest.Describe>(block: Block, { what }: Need): Block {
  const skip = block.skip as (name: string, ...rest: unknown[]) => void;
  const each = block.skip.each as (...table: unknown[]) => typeof skip;
  const under =
    (add: typeof skip) =>
    (name: string, ...rest: unknown[]) =>
      add(`${name} [needs ${what}]`, ...rest);
  return Object.assign(under(skip), {
    each: (...table: unknown[]) => under(each(...table)),
  }) as unknown as Block;
}
