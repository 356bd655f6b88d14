let counter = 0;

/** A short name that no other window, and no other call, has: "m1x2y3-1-k3f9". */
export function uniqueToken(): string {
  counter += 1;
  const chance = Math.floor(Math.random() * 36 ** 6).toString(36);
  return `${Date.now().toString(36)}-${counter}-${chance}`;
}
