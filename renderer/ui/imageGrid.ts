/** The places of images in the grid, and where keys move. Pure; lengths in CSS pixels. */

export interface GridShape {
  columns: number;
  rows: number;
  /** Side of the square that an image is drawn into. */
  cell: number;
  /** The image, its class name and the gap. */
  rowHeight: number;
}

export const GAP = 8;
/** Height of the class name below an image. */
export const WORDS = 17;

/** As many columns as fit, with images of at least `thumbnail`. @param width of the grid; 0 before it is measured */
export function gridShape(width: number, thumbnail: number, count: number): GridShape {
  const columns = Math.max(1, Math.floor((width + GAP) / (thumbnail + GAP)));
  const cell = Math.max(8, Math.floor((width - (columns - 1) * GAP) / columns));
  return {
    columns,
    cell: width > 0 ? cell : thumbnail,
    rows: Math.ceil(count / columns),
    rowHeight: (width > 0 ? cell : thumbnail) + WORDS + GAP,
  };
}

/** Positions in a row: from (inclusive) to (exclusive). */
export function rowRange(row: number, columns: number, count: number): [from: number, to: number] {
  return [row * columns, Math.min(count, (row + 1) * columns)];
}

/** The image at a point, counted from the top left of the first row. */
export function positionAt(
  x: number,
  y: number,
  { columns, cell, rowHeight }: GridShape,
  count: number,
): number | undefined {
  const [column, row] = [Math.floor(x / (cell + GAP)), Math.floor(y / rowHeight)];
  const beside = column < 0 || column >= columns || row < 0;
  const between = x - column * (cell + GAP) >= cell || y - row * rowHeight >= cell + WORDS;
  const position = row * columns + column;
  return beside || between || position >= count ? undefined : position;
}

/** Where a key leads from `position`; undefined if it does not move. */
export function moved(
  key: string,
  position: number,
  { columns, count, page }: { columns: number; count: number; page: number },
): number | undefined {
  const last = count - 1;
  // Down into a shorter last row leads to its last image.
  const down = (rows: number) => {
    const target = position + rows * columns;
    if (target <= last) return target;
    return Math.floor(position / columns) < Math.floor(last / columns) ? last : position;
  };
  const up = (rows: number) => {
    const target = position - rows * columns;
    return target >= 0 ? target : position % columns;
  };
  const moves: Readonly<Record<string, () => number>> = {
    ArrowLeft: () => Math.max(0, position - 1),
    ArrowRight: () => Math.min(last, position + 1),
    ArrowUp: () => up(1),
    ArrowDown: () => down(1),
    PageUp: () => up(page),
    PageDown: () => down(page),
    Home: () => 0,
    End: () => last,
  };
  return Object.hasOwn(moves, key) && count > 0 ? moves[key]!() : undefined;
}
