/** How graphs that are side by side share the width. */
import { useState } from 'react';

/** No pane gets narrower than this share of the width. */
const LEAST = 0.15;

/** Moves width over the border after the pane `at`, as far as both stay wide enough. @param by share of the whole width */
export function moved(shares: readonly number[], at: number, by: number): number[] {
  const [left, right] = [shares[at]!, shares[at + 1]!];
  const given = Math.min(Math.max(by, LEAST - left), right - LEAST);
  return shares.map((share, index) =>
    index === at ? left + given : index === at + 1 ? right - given : share,
  );
}

/** They are equal again when a pane is added or closed. */
export function usePaneShares(count: number) {
  const equal = Array.from({ length: count }, () => 1 / count);
  const [kept, setKept] = useState(equal);
  const shares = kept.length === count ? kept : equal;
  return { shares, resize: (at: number, by: number) => setKept(moved(shares, at, by)) };
}
