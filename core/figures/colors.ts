/**
 * The colors of Skipwire, light and dark. The MUI theme, React Flow and the charts all read them. They follow the drawn
 * screens, except where WCAG AA asks for more contrast (4.5 : 1 for text, 3 : 1 for lines).
 */
import { ascending } from 'd3-array';
import { hash53 } from '../analysis/hash';
import { groupBy } from '../basics/group-by';
import type { OperatorKind } from '../ops/operator';
import type { RunRecord } from '../study/run';
import { seedsKey } from '../study/seed-groups';
import { SHADES, shadesOf } from './shades';

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
  /** Arms: residual, plain, then all others. Seeds are shades of these. */
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

type ColoredRun = Pick<RunRecord, 'id' | 'studyId' | 'arm' | 'varied' | 'createdAt'> & {
  network: Pick<RunRecord['network'], 'variant'>;
  settings: Pick<RunRecord['settings'], 'seed'>;
};

interface Look {
  hue: number;
  shade: number;
}

const variable = ({ hue, shade }: Look): string => `var(--sw-run-${hue}-${shade})`;

/**
 * The color of a run, the same wherever it is shown: the hue is that of its arm, the shade says which seed. In each study
 * the first residual arm has the orange of the shortcuts and the first plain arm the blue; an arm beyond these has
 * the same further hue in all studies, unless another arm of its study has that one.
 * @param around all known runs, or at least those of its study
 */
export const runColor = (run: ColoredRun, around: readonly ColoredRun[]): string =>
  variable(lookOf(run, around));

/** The color of all seeds together, for means: that of the first seed. */
export const armColor = (run: ColoredRun, around: readonly ColoredRun[]): string =>
  variable({ ...lookOf(run, around), shade: 0 });

function lookOf(run: ColoredRun, around: readonly ColoredRun[]): Look {
  return looks(around).get(run.id) ?? looks([...around, run]).get(run.id)!;
}

/** Lists of runs are never changed in place. */
const known = new WeakMap<readonly ColoredRun[], ReadonlyMap<string, Look>>();

function looks(runs: readonly ColoredRun[]): ReadonlyMap<string, Look> {
  const before = known.get(runs);
  if (before) return before;
  const found = new Map<string, Look>();
  for (const study of groupBy(runs, ({ studyId }) => studyId).values()) {
    const arms = groupBy([...study].sort(byCreation), seedsKey);
    const hues = huesOf(arms);
    for (const [arm, members] of arms) {
      members.sort((a, b) => a.settings.seed - b.settings.seed);
      for (const [index, { id }] of members.entries())
        found.set(id, { hue: hues.get(arm)!, shade: index % SHADES });
    }
  }
  known.set(runs, found);
  return found;
}

const byCreation = (a: ColoredRun, b: ColoredRun): number =>
  ascending(a.createdAt, b.createdAt) || ascending(a.id, b.id);

/** By variant; the hues from their number on are those of further arms. */
const OWN_HUES = { residual: 0, plain: 1 } as const;
const FURTHER_HUES = dark.run.length - Object.keys(OWN_HUES).length;

function huesOf(arms: ReadonlyMap<string, readonly ColoredRun[]>): ReadonlyMap<string, number> {
  const hues = new Map<string, number>();
  const taken = new Set<number>();
  for (const [arm, [first]] of arms) {
    const own = OWN_HUES[first!.network.variant];
    const hue = taken.has(own) ? furtherHue(first!, taken) : own;
    taken.add(hue);
    hues.set(arm, hue);
  }
  return hues;
}

function furtherHue({ arm, varied = [] }: ColoredRun, taken: ReadonlySet<number>): number {
  const start = Number.parseInt(hash53(JSON.stringify([arm, varied])), 16) % FURTHER_HUES;
  const from = Object.keys(OWN_HUES).length;
  const order = Array.from({ length: FURTHER_HUES }, (_, index) => from + ((start + index) % FURTHER_HUES));
  return order.find((hue) => !taken.has(hue)) ?? order[0]!;
}

const variablesOf = new Map<ColorMode, Readonly<Record<string, string>>>();

/** All tokens of one mode as CSS variables. */
export function tokenVariables(mode: ColorMode): Readonly<Record<string, string>> {
  const before = variablesOf.get(mode);
  if (before) return before;
  const { kind, run, ...plain } = tokens[mode];
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(plain)) variables[`--sw-${name}`] = value;
  for (const [name, value] of Object.entries(kind)) variables[`--sw-kind-${name}`] = value;
  for (const [hue, value] of run.entries())
    for (const [shade, color] of shadesOf(value, mode).entries())
      variables[`--sw-run-${hue}-${shade}`] = color;
  variablesOf.set(mode, variables);
  return variables;
}
