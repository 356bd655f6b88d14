/** Names of groups in far views, as large on the screen at every zoom. Pure. */
import type { Box } from '../layout';
import type { SceneNode } from '../sceneTypes';
import type { Closed } from './places';

export interface View {
  x: number;
  y: number;
  zoom: number;
  width: number;
  height: number;
}

/** In pixels of the screen. */
export interface Label {
  text: string;
  x: number;
  /** The middle of the line. */
  y: number;
  align: 'center' | 'right';
  /** Beside a stage or another group that lies in no other; the others name blocks. */
  isLandmark: boolean;
}

const LINE = 16;
const MARGIN = 8;

const onScreen = (box: Box, { x, y, zoom }: View): Box => ({
  x: box.x * zoom + x,
  y: box.y * zoom + y,
  width: box.width * zoom,
  height: box.height * zoom,
});

/** Where each name fits, the outer groups' first; those that would cover another are left out. */
export function labelsOf(
  nodes: readonly SceneNode[],
  boxOf: (id: string) => Box,
  { closed, hidden }: Closed,
  view: View,
  widthOf: (text: string, isLandmark: boolean) => number,
): Label[] {
  const labels: Label[] = [];
  const taken: Box[] = [];
  const put = (texts: readonly string[], box: Box, isLandmark: boolean, isBeside: boolean) => {
    const top = Math.max(box.y, 0);
    const bottom = Math.min(box.y + box.height, view.height);
    if (bottom - top < Math.min(box.height, LINE) || box.x > view.width || box.x + box.width < 0) return;
    for (const text of texts) {
      const width = widthOf(text, isLandmark) + 2 * MARGIN;
      const isInside = width <= box.width && box.height >= LINE;
      if (!isInside && !isBeside) continue;
      const middle = isInside && isLandmark && !isClosedBox(box) ? top + LINE / 2 + 3 : (top + bottom) / 2;
      const left = isInside ? box.x + (box.width - width) / 2 : box.x - width;
      const own = { x: left, y: middle - LINE / 2, width, height: LINE };
      if (taken.some((other) => overlap(other, own))) continue;
      taken.push(own);
      labels.push({
        ...{ text, isLandmark, y: middle },
        ...(isInside
          ? { x: box.x + box.width / 2, align: 'center' as const }
          : { x: box.x - MARGIN, align: 'right' as const }),
      });
      return;
    }
  };
  const isClosedBox = (box: Box) => box.height < 3 * LINE;
  const groups = nodes.filter(({ type, id }) => type !== 'layer' && !hidden.has(id));
  for (const isLandmark of [true, false]) {
    for (const node of groups) {
      if ((node.parentId === undefined) !== isLandmark || node.type === 'layer') continue;
      if (!isLandmark && node.type === 'frame' && !closed.has(node.id)) continue;
      const { title } = node.data;
      const size = node.type === 'frame' ? node.data.subtitle : node.data.caption;
      const short = title.split(' ').at(-1) ?? '';
      const texts = isLandmark ? [size ? `${title} · ${size}` : title, title] : [title, short];
      put(texts, onScreen(boxOf(node.id), view), isLandmark, isLandmark);
    }
  }
  return labels;
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
