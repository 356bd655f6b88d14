/** Number of run colors in the theme (renderer/ui/theme/tokens.ts). */
export const RUN_COLORS = 10;

/**
 * The color of a new run: unused in its study, and of those the one used longest ago. Counts on if all are used.
 * @param runs newest first
 */
export function nextColor(runs: readonly { studyId: string; color: number }[], studyId: string): number {
  const inStudy = new Set(runs.filter((run) => run.studyId === studyId).map((run) => run.color));
  const age = (color: number) => {
    const newest = runs.findIndex((run) => run.color % RUN_COLORS === color);
    return newest < 0 ? runs.length : newest;
  };
  const unused = Array.from({ length: RUN_COLORS }, (_, color) => color).filter((one) => !inStudy.has(one));
  const [oldest] = unused.sort((a, b) => age(b) - age(a));
  if (oldest !== undefined) return oldest;
  let color = RUN_COLORS;
  while (inStudy.has(color)) color++;
  return color;
}
