/**
 * The colors of Skipwire, light and dark. The MUI theme, React Flow and the charts all read them. They follow the drawn
 * screens, except where WCAG AA asks for more contrast (4.5 : 1 for text, 3 : 1 for lines).
 */
import type { OperatorKind } from '../ops/operator';

export type ColorMode = 'light' | 'dark';

export const dark = {
  /** The background of everything. */
  background: '#0f1216',
  /** The work area of Build. */
  canvas: '#12161b',
  /** Bars, side panels, cards. */
  panel: '#161b21',
  /** Fields, chosen rows, nodes. */
  raised: '#1d242c',
  /** Hairlines. */
  line: '#2a333d',
  /** Outlines of fields on hover, dotted guides. */
  lineStrong: '#44515f',
  text: '#e6ebf0',
  muted: '#93a1b0',
  wire: '#5f7183',
  /** Edges of shortcuts. */
  shortcut: '#ff8a5c',
  /** Text about shortcuts. */
  shortcutText: '#ff8a5c',
  /** Interactive elements. */
  accent: '#4da3ff',
  /** Text on the accent. */
  onAccent: '#06182c',
  /** Background of the selection. */
  accentWash: '#1c2c3d',
  good: '#4cc38a',
  bad: '#ff6b6b',
  warning: '#e3b341',
  /** The body of a node on the canvas. */
  node: '#1d242c',
  /** The background of an unfolded group. */
  frame: '#161c22',
  /** Color bar of a node by kind. */
  kind: {
    io: '#93a1b0',
    convolution: '#4da3ff',
    normalization: '#e3b341',
    activation: '#f4709f',
    merge: '#ff8a5c',
    pooling: '#a58bff',
    dense: '#33c6b6',
    shape: '#7fb3c8',
    regularization: '#d38ae8',
    unsupported: '#8a8f98',
  } satisfies Record<OperatorKind, string>,
  /** Warm and cool colors in turn, indexed by `RunRecord.color` modulo their number. */
  run: [
    '#ff8a5c',
    '#4da3ff',
    '#ffc15c',
    '#8f94ff',
    '#f4709f',
    '#33c6b6',
    '#d9a27c',
    '#5cd3f0',
    '#a3d64d',
    '#c58aff',
  ],
};

export type Tokens = typeof dark;

export const light: Tokens = {
  background: '#f3f5f7',
  canvas: '#fafbfc',
  panel: '#ffffff',
  raised: '#f0f3f5',
  line: '#dde3e9',
  lineStrong: '#b4c0cb',
  text: '#17202a',
  muted: '#5a6876',
  wire: '#7f8e9d',
  shortcut: '#dd5a25',
  shortcutText: '#b8431a',
  accent: '#1563d4',
  onAccent: '#ffffff',
  accentWash: '#e6f0fd',
  good: '#177348',
  bad: '#c22f2f',
  warning: '#8a5d00',
  node: '#ffffff',
  frame: '#f3f6f9',
  kind: {
    io: '#5a6876',
    convolution: '#1769e0',
    normalization: '#b47d09',
    activation: '#cc3a70',
    merge: '#dd5a25',
    pooling: '#7453d1',
    dense: '#0e9184',
    shape: '#3a7d99',
    regularization: '#a23cc0',
    unsupported: '#7d828b',
  },
  run: [
    '#dd5a25',
    '#1769e0',
    '#a97800',
    '#5b5fd6',
    '#cc3a70',
    '#0e9184',
    '#8a5a35',
    '#0d87ab',
    '#5d8a12',
    '#9440c9',
  ],
};

export const tokens: Readonly<Record<ColorMode, Tokens>> = { light, dark };

export type TokenName = Exclude<keyof Tokens, 'kind' | 'run'>;

/** A token as `var(--sw-...)`, which follows the color mode without rendering again. */
export function token(name: TokenName): string {
  return `var(--sw-${name})`;
}

export function kindColor(kind: OperatorKind): string {
  return `var(--sw-kind-${kind})`;
}

/** The color of a run, by `RunRecord.color`. */
export function runColor(index: number): string {
  const count = dark.run.length;
  return `var(--sw-run-${((index % count) + count) % count})`;
}

/** All tokens of one mode as CSS variables. */
export function tokenVariables(mode: ColorMode): Record<string, string> {
  const { kind, run, ...plain } = tokens[mode];
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(plain)) variables[`--sw-${name}`] = value;
  for (const [name, value] of Object.entries(kind)) variables[`--sw-kind-${name}`] = value;
  for (const [index, value] of run.entries()) variables[`--sw-run-${index}`] = value;
  return variables;
}
