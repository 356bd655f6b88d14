/**
 * A journey: one test whose steps build on each other, as a person works. Each step has a name and a limit of its own, and the
 * first that fails ends it: the later ones would fail for the same reason.
 */

type Work = () => void | Promise<void>;
export type Step = (name: string, work: Work, limit?: number) => void;

/** Milliseconds of a step that names no limit, and of all steps together. */
const STEP = 120_000;
const ALL = 20 * 60_000;

/** Registers the test; the steps are those that are added by the time it runs. */
export function journey(name = 'from start to end'): Step {
  const steps: { name: string; work: Work; limit: number }[] = [];
  test(
    name,
    async () => {
      for (const step of steps) await taken(step);
    },
    ALL,
  );
  return (step, work, limit = STEP) => {
    steps.push({ name: step, work, limit });
  };
}

async function taken({ name, work, limit }: { name: string; work: Work; limit: number }): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took more than ${limit / 1000} s`)), limit);
  });
  try {
    await Promise.race([work(), late]);
  } catch (error) {
    if (error instanceof Error) error.stack = `Step "${name}": ${error.stack}`;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
