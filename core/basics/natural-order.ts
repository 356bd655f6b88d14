const pieces = (name: string): string[] => name.match(/\d+|\D+/gu) ?? [];

/** "2" before "10", "cat" before "Dog"; names that differ only in case or leading zeros by code units. */
export function naturalOrder(a: string, b: string): number {
  const [left, right] = [pieces(a.toLowerCase()), pieces(b.toLowerCase())];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = comparePieces(left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  return left.length - right.length || compare(a, b);
}

function comparePieces(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compare(a, b);
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return x.length - y.length || compare(x, y);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
