/** The window's position: the last one, if that is still on a screen. */
import { z } from 'zod';

export const windowPlaceSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof windowPlaceSchema>;
export type Rectangle = Omit<WindowPlace, 'maximized'>;

export const SMALLEST = { width: 900, height: 600 };
const USUAL = { width: 1440, height: 900 };

/** Part of the title bar, in pixels, that must be on a screen. */
const HANDLE = { width: 120, height: 24 };

const overlap = (from: number, size: number, otherFrom: number, otherSize: number): number =>
  Math.min(from + size, otherFrom + otherSize) - Math.max(from, otherFrom);

function canBeSeen(place: Rectangle, screen: Rectangle): boolean {
  const across = overlap(place.x, place.width, screen.x, screen.width);
  const down = overlap(place.y, HANDLE.height, screen.y, screen.height);
  return across >= HANDLE.width && down >= HANDLE.height;
}

/** @param screens work areas. @returns no position where the system should choose one. */
export function placeWindow(
  last: WindowPlace | undefined,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number; maximized: boolean } {
  const screen = last && screens.find((one) => canBeSeen(last, one));
  if (!last || !screen) return { ...USUAL, maximized: last?.maximized ?? false };
  return {
    x: last.x,
    y: last.y,
    width: Math.max(SMALLEST.width, Math.min(last.width, screen.width)),
    height: Math.max(SMALLEST.height, Math.min(last.height, screen.height)),
    maximized: last.maximized,
  };
}
