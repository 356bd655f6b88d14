/** How graphs that are side by side share the width, in percent. */
import { useState } from 'react';

/** No pane gets narrower. */
const LEAST = 15;

/** How wide the pane before the border `at` may be. */
export const rangeOf = (shares: readonly number[], at: number): { min: number; max: number } => ({
  min: LEAST,
  max: shares[at]! + shares[at + 1]! - LEAST,
});

/** The pane after the border gives the width, or gets it. @param width of the pane before it */
export function resized(shares: readonly number[], at: number, width: number): number[] {
  const both = shares[at]! + shares[at + 1]!;
  return shares.map((share, index) => (index === at ? width : index === at + 1 ? both - width : share));
}

/** They are equal again when a pane is added or closed. */
export function usePaneShares(count: number) {
  const equal = Array.from({ length: count }, () => 100 / count);
  const [kept, setKept] = useState(equal);
  const shares = kept.length === count ? kept : equal;
  return { shares, resize: (at: number, width: number) => setKept(resized(shares, at, width)) };
}
