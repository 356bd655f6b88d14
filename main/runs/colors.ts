/** A run's color: an index into the theme's list, set once at creation and used everywhere. */

/** How many colors the theme tells apart (renderer/ui/theme/tokens.ts). */
export const RUN_COLORS = 10;

/**
 * The color for a new run of `studyId`: one that its study does not use, and of those the one that no run has, or
 * that was given away longest ago. A study of more runs than there are colors goes on counting.
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
