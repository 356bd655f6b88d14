/** Number of run colors in the theme (renderer/ui/theme/tokens.ts). */
export const RUN_COLORS = 10;

/**
 * The color of a new run: unused in its study, and of those the one used longest ago. Counts on if all are used.
 * @param runs newest first
 */
export function nextColor(runs: readonly { studyId: string; color: number }[], studyId: string): number {
  const inStudy = new Set(runs.filter((run) => run.studyId === studyId).map((run) => run.color));
  let oldest: { color: number; age: number } | undefined;
  for (let color = 0; color < RUN_COLORS; color++) {
    if (inStudy.has(color)) continue;
    const newest = runs.findIndex((run) => run.color % RUN_COLORS === color);
    const age = newest < 0 ? Number.POSITIVE_INFINITY : newest;
    if (oldest === undefined || age > oldest.age) oldest = { color, age };
  }
  if (oldest) return oldest.color;
  let color = RUN_COLORS;
  while (inStudy.has(color)) color++;
  return color;
}
