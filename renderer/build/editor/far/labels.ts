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

interface Sized {
  text: string;
  width: number;
}

/** A label, and the room that it takes. */
interface Placed {
  label: Label;
  own: Box;
}

const LINE = 16;
const MARGIN = 8;

const onScreen = (box: Box, { x, y, zoom }: View): Box => ({
  x: box.x * zoom + x,
  y: box.y * zoom + y,
  width: box.width * zoom,
  height: box.height * zoom,
});

/**
 * Where each name fits, the outer groups' first; those that would cover another are left out.
 * @param costs whether parameters, multiply-adds and activations are behind the names
 */
export function labelsOf(
  nodes: readonly SceneNode[],
  boxOf: (id: string) => Box,
  { closed, hidden }: Closed,
  view: View,
  widthOf: (text: string, isLandmark: boolean) => number,
  costs: boolean,
): Label[] {
  const labels: Label[] = [];
  const taken: Box[] = [];
  const put = (texts: readonly string[], box: Box, isLandmark: boolean) => {
    const top = Math.max(box.y, 0);
    const bottom = Math.min(box.y + box.height, view.height);
    if (bottom - top < Math.min(box.height, LINE) || box.x > view.width || box.x + box.width < 0) return;
    const fits = (own: Box) => !taken.some((other) => overlap(other, own));
    const sized = texts.map((text) => ({ text, width: widthOf(text, isLandmark) + 2 * MARGIN }));
    const middle = (top + bottom) / 2;
    const head = isLandmark && !isClosedBox(box) ? top + LINE / 2 + 3 : middle;
    const inside = ({ text, width }: Sized): Placed[] => {
      const own = { x: box.x + (box.width - width) / 2, y: head - LINE / 2, width, height: LINE };
      if (width > box.width || box.height < LINE || !fits(own)) return [];
      return [{ own, label: { text, isLandmark, y: head, x: box.x + box.width / 2, align: 'center' } }];
    };
    const beside = ({ text, width }: Sized): Placed[] => {
      const own = { x: box.x - width, y: middle - LINE / 2, width, height: LINE };
      if (own.x < 0 || !fits(own) || outer.some((other) => overlap(other, own))) return [];
      return [{ own, label: { text, isLandmark, y: middle, x: box.x - MARGIN, align: 'right' } }];
    };
    const [first] = isLandmark
      ? [...sized.slice(0, 1).flatMap(inside), ...sized.flatMap(beside), ...sized.flatMap(inside)]
      : sized.flatMap(inside);
    if (!first) return;
    taken.push(first.own);
    labels.push(first.label);
  };
  const isClosedBox = (box: Box) => box.height < 3 * LINE;
  const groups = nodes.filter(({ type, id }) => type !== 'layer' && !hidden.has(id));
  const outer = groups.flatMap(({ id, parentId }) =>
    parentId === undefined ? onScreen(boxOf(id), view) : [],
  );
  for (const isLandmark of [true, false]) {
    for (const node of groups) {
      if ((node.parentId === undefined) !== isLandmark || node.type === 'layer') continue;
      if (!isLandmark && node.type === 'frame' && !closed.has(node.id)) continue;
      const { title } = node.data;
      const usual = node.type === 'frame' ? node.data.subtitle : node.data.caption;
      const size = costs ? node.data.costs : usual;
      const short = title.split(' ').at(-1) ?? '';
      const texts = isLandmark ? [size ? `${title} · ${size}` : title, title] : [title, short];
      put(texts, onScreen(boxOf(node.id), view), isLandmark);
    }
  }
  return labels;
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
