/** How far an unfolded group pushes down what is below `y`. */
export interface Growth {
  y: number;
  by: number;
}

/** From the stored position to the one shown. */
export function shift(y: number, growth: readonly Growth[]): number {
  return growth.reduce((sum, group) => (group.y < y ? sum + group.by : sum), y);
}

/** The inverse of `shift`. */
export function unshift(shown: number, growth: readonly Growth[]): number {
  let y = shown;
  for (const group of [...growth].sort((a, b) => a.y - b.y)) {
    if (y <= group.y) break;
    y = Math.max(y - group.by, group.y + 1);
  }
  return y;
}
