/** A network as a picture in the style of the paper: a box for each layer, an arc for each shortcut, equal blocks once. */
import { analyze } from '../analysis/analyze';
import type { DiffMark, DiffMarks } from '../graph/diff-marks';
import type { GraphDocument, Shape } from '../graph/document';
import type { OperatorKind } from '../ops/operator';
import { kindColor, type TokenName, token } from './colors';
import { type NetworkArc, type NetworkRow, type NetworkRows, networkRows } from './network-rows';
import { element, escapeXml, picture, textElement, textWidth } from './svg';

export interface NetworkPictureOptions {
  title: string;
  /** Below the title. */
  facts?: string;
  /** Colors what was added, removed or changed. */
  marks?: DiffMarks;
  /** As the paper draws it: each block, where there is room, and a color for each stage. */
  inPaperStyle?: boolean;
}

const TEXT = 11;
const SMALL = 10;
const BOX = 19;
const CIRCLE = 6.5;
/** Between rows; an arc starts and ends in it. */
const GAP = 9;
/** More between blocks. */
const BLOCK_GAP = 14;
const ROUND = 8;
const LANE = 13;
/** For the sizes and the numbers of repeats, on the left. */
const LEFT = 64;
const NARROWEST = 120;

export function networkPicture(
  document: GraphDocument,
  { title, facts, marks, inPaperStyle = false }: NetworkPictureOptions,
): string {
  const rows = networkRows(document, analyze(document), { marks, everyBlock: inPaperStyle });
  return inPaperStyle
    ? drawn(rows, { colorOf: ({ stage }) => stageColor(stage), title, facts, margin: 16 })
    : drawn(rows, { colorOf: ({ kind }) => kindColor(kind), title, facts, margin: 0 });
}

/** In the order of the stages, again from the first behind the last; gray outside of stages. */
const STAGE_COLORS: readonly OperatorKind[] = [
  'pooling',
  'dense',
  'normalization',
  'convolution',
  'activation',
  'shape',
];

export const stageColor = (stage: number | undefined): string =>
  kindColor(stage === undefined ? 'io' : STAGE_COLORS[stage % STAGE_COLORS.length]!);

const MARKS: Readonly<Record<DiffMark, TokenName>> = {
  added: 'good',
  removed: 'bad',
  changed: 'warning',
  renamed: 'accent',
};

interface Place {
  top: number;
  bottom: number;
}

/** From top to bottom. */
function placesOf(rows: readonly NetworkRow[], from: number): Place[] {
  let y = from;
  return rows.map((row, index) => {
    const before = rows[index - 1];
    if (before) y += before.block === row.block ? GAP : BLOCK_GAP;
    const top = y;
    y += row.isAdd ? 2 * CIRCLE : BOX;
    return { top, bottom: y };
  });
}

/** Arcs side by side: the shorter ones are nearer to the boxes. */
function lanesOf(arcs: readonly NetworkArc[]): Map<NetworkArc, number> {
  const lanes = new Map<NetworkArc, number>();
  const shortFirst = [...arcs].sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from);
  for (const arc of shortFirst) {
    const taken = new Set(
      [...lanes].flatMap(([other, lane]) => (other.from < arc.to && arc.from < other.to ? [lane] : [])),
    );
    let lane = 0;
    while (taken.has(lane)) lane++;
    lanes.set(arc, lane);
  }
  return lanes;
}

interface Look {
  colorOf(row: NetworkRow): string;
  title: string;
  facts: string | undefined;
  margin: number;
}

function drawn({ rows, arcs, repeats }: NetworkRows, { colorOf, title, facts, margin }: Look): string {
  const top = facts === undefined ? 28 : 44;
  const places = placesOf(rows, top);
  const wide = Math.max(
    NARROWEST,
    ...rows.map((row) => (row.isAdd ? 0 : 20 + textWidth(wordsOf(row), TEXT))),
  );
  const center = LEFT + wide / 2;
  const lanes = lanesOf(arcs);
  const laneX = (arc: NetworkArc) => LEFT + wide + 12 + LANE * lanes.get(arc)!;
  const labels = arcs.map((arc) => laneX(arc) + (arc.label ? 8 + textWidth(arc.label, SMALL) : 0));
  const width = Math.ceil(
    Math.max(LEFT + wide + 4, textWidth(title, 13) * 1.08, textWidth(facts ?? '', TEXT), ...labels) + 6,
  );
  const height = Math.ceil((places.at(-1)?.bottom ?? top) + 4);
  const parts = [
    textElement(title, { x: 0, y: 13, fill: token('text'), 'font-size': 13, 'font-weight': 600 }),
    ...(facts === undefined
      ? []
      : [textElement(facts, { x: 0, y: 29, fill: token('muted'), 'font-size': TEXT })]),
    ...rows.flatMap((row, index) => {
      const { bottom } = places[index - 1] ?? { bottom: 0 };
      return row.joined ? [wire(center, bottom, places[index]!.top)] : [];
    }),
    ...arcs.map((arc) => arcPath(arc, { rows, places, center, x: laneX(arc) })),
    ...rows.map((row, index) => rowShape(row, places[index]!, { center, wide, color: colorOf(row) })),
    ...sizes(rows, places),
    ...repeats.map(({ first, last, count }) => bracket(places[first]!.top, places[last]!.bottom, count)),
  ];
  const size = { width: width + 2 * margin, height: height + 2 * margin };
  return picture(
    { ...size, label: [title, facts].filter(Boolean).join(': ') },
    ...(margin > 0 ? [element('g', { transform: `translate(${margin} ${margin})` }, ...parts)] : parts),
  );
}

/** Does not break, and readers of SVG do not leave it out at the beginning of a tspan. */
const SEPARATOR = '\u00a0· ';

const wordsOf = ({ label, after }: NetworkRow): string => [label, after].filter(Boolean).join(' · ');

const wire = (x: number, y1: number, y2: number): string =>
  element('line', { x1: x, x2: x, y1, y2, stroke: token('wire'), 'stroke-width': 1.25 });

function rowShape(
  row: NetworkRow,
  { top, bottom }: Place,
  { center, wide, color: unmarked }: { center: number; wide: number; color: string },
): string {
  const middle = (top + bottom) / 2;
  const baseline = middle + 4;
  const dash = row.mark === 'removed' ? '4 3' : undefined;
  if (row.isAdd) {
    const color = token(row.mark ? MARKS[row.mark] : 'shortcut');
    return [
      element('circle', {
        ...{ cx: center, cy: middle, r: CIRCLE, fill: token('panel'), stroke: color, 'stroke-width': 1.5 },
        'stroke-dasharray': dash,
      }),
      element('path', {
        d: `M${center - 3} ${middle}h6m-3 -3v6`,
        ...{ stroke: color, 'stroke-width': 1.5, fill: 'none' },
      }),
      ...(row.after
        ? [
            textElement(row.after, {
              ...{ x: center - CIRCLE - 5, y: middle + 3.5, 'text-anchor': 'end' },
              ...{ fill: token('muted'), 'font-size': SMALL },
            }),
          ]
        : []),
    ].join('');
  }
  const color = row.mark ? token(MARKS[row.mark]) : unmarked;
  return [
    element('rect', {
      ...{ x: center - wide / 2, y: top, width: wide, height: bottom - top, rx: 4 },
      ...{ fill: color, 'fill-opacity': row.mark ? 0.2 : 0.13, stroke: color },
      ...{ 'stroke-width': row.mark ? 1.75 : 1, 'stroke-dasharray': dash },
    }),
    element(
      'text',
      { x: center, y: baseline, 'text-anchor': 'middle', 'font-size': TEXT, fill: token('text') },
      escapeXml(row.label),
      ...(row.after
        ? [element('tspan', { fill: token('muted') }, escapeXml(`${SEPARATOR}${row.after}`))]
        : []),
    ),
  ].join('');
}

interface Drawing {
  rows: readonly NetworkRow[];
  places: readonly Place[];
  center: number;
  x: number;
}

/** From below its source to the side of an Add, or to above another row. */
function arcPath({ from, to, kind, label, mark }: NetworkArc, { rows, places, center, x }: Drawing): string {
  const start = places[from]!.bottom + 4;
  const target = places[to]!;
  const atAdd = rows[to]!.isAdd;
  const end = atAdd ? (target.top + target.bottom) / 2 : target.top - 4;
  const isShortcut = kind !== 'wire';
  const path = [
    `M${center} ${start}`,
    `H${x - ROUND}Q${x} ${start} ${x} ${start + ROUND}`,
    `V${end - ROUND}Q${x} ${end} ${x - ROUND} ${end}`,
    `H${atAdd ? center + CIRCLE : center}`,
  ].join('');
  return [
    element('path', {
      ...{ d: path, fill: 'none', stroke: token(mark ? MARKS[mark] : isShortcut ? 'shortcut' : 'wire') },
      'stroke-width': isShortcut ? 1.75 : 1.25,
      ...strokeOf(kind, mark),
    }),
    ...(label
      ? [
          textElement(label, {
            ...{ x: x + 6, y: (start + end) / 2 + 3.5, fill: token('muted'), 'font-size': SMALL },
          }),
        ]
      : []),
  ].join('');
}

/** The paper dots the shortcuts that change the dimensions. What was removed is dashed. */
function strokeOf(kind: NetworkArc['kind'], mark: DiffMark | undefined) {
  if (mark === 'removed') return { 'stroke-dasharray': '4 3' };
  if (kind !== 'projection' && kind !== 'padded') return {};
  return { 'stroke-dasharray': '0.1 3.5', 'stroke-linecap': 'round' };
}

const sizeOf = (shape: Shape | undefined): string =>
  shape === undefined ? '' : (shape.length === 3 ? shape.slice(0, 2) : shape).join('×');

/** Height and width of the output, where they change. */
const sizes = (rows: readonly NetworkRow[], places: readonly Place[]): string[] =>
  rows.flatMap(({ shape }, index) => {
    const size = sizeOf(shape);
    const before = rows[index - 1];
    if (size === '' || (before && size === sizeOf(before.shape))) return [];
    const { top, bottom } = places[index]!;
    return [
      textElement(size, {
        ...{ x: LEFT - 14, y: (top + bottom) / 2 + 3.5, 'text-anchor': 'end' },
        ...{ fill: token('muted'), 'font-size': SMALL },
      }),
    ];
  });

function bracket(top: number, bottom: number, count: number): string {
  const x = LEFT - 5;
  return [
    element('path', {
      d: `M${x} ${top - 2}h-4V${bottom + 2}h4`,
      ...{ fill: 'none', stroke: token('text'), 'stroke-width': 1.25 },
    }),
    textElement(`× ${count}`, {
      ...{ x: x - 9, y: (top + bottom) / 2 + 4, 'text-anchor': 'end' },
      ...{ fill: token('text'), 'font-size': 12, 'font-weight': 600 },
    }),
  ].join('');
}
