/** Which of the machine's GPUs trains a run, by their free memory and the estimates of the runs on them. */
export interface Card {
  /** As in nvidia-smi. */
  index: number;
  /** Bytes before any of our runs; undefined if the driver does not say. */
  free: number | undefined;
}

export interface OnCard {
  card: number;
  /** Its memory estimate; undefined if unknown. */
  bytes: number | undefined;
}

/**
 * The card with the fewest runs that has room, of several the one with most room. A run that no card can take even alone gets
 * an empty one: an estimate may be too high. Without figures, a card takes one run.
 * @returns undefined if the run has to wait.
 */
export function cardFor(
  cards: readonly Card[],
  training: readonly OnCard[],
  bytes: number | undefined,
): number | undefined {
  const needed = bytes ?? Number.POSITIVE_INFINITY;
  const states = cards.map(({ index, free = 0 }) => {
    const its = training.filter(({ card }) => card === index);
    const taken = its.reduce((sum, one) => sum + (one.bytes ?? Number.POSITIVE_INFINITY), 0);
    return { index, free, runs: its.length, room: free - taken };
  });
  const largeEnough = states.some(({ free }) => free >= needed);
  const [best] = states
    .filter(({ room, runs }) => (largeEnough ? room >= needed : runs === 0))
    .sort((a, b) => a.runs - b.runs || b.room - a.room);
  return best?.index;
}
