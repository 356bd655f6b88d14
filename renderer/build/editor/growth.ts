/** How far an unfolded group pushes down what is below `y` and shares a column with it. */
export interface Growth extends Span {
  /** The group's. */
  key: string;
  y: number;
  by: number;
}

export interface Span {
  left: number;
  right: number;
}

const meets = (a: Span, b: Span): boolean => a.left < b.right && b.left < a.right;

/** From the stored position to the one shown. */
export function shift(y: number, span: Span, growth: readonly Growth[]): number {
  return growth.reduce((sum, group) => (group.y < y && meets(group, span) ? sum + group.by : sum), y);
}

/** The inverse of `shift`. */
export function unshift(shown: number, span: Span, growth: readonly Growth[]): number {
  let y = shown;
  const pushing = growth.filter((group) => meets(group, span));
  for (const group of pushing.sort((a, b) => a.y - b.y)) {
    if (y <= group.y) break;
    y = Math.max(y - group.by, group.y + 1);
  }
  return y;
}
