/**
 * Where the window is, as what follows "#" in its address: "#/compare?run=ID&run=ID". A link's token (core/contract/sign-in.ts)
 * never begins with "/". Pure.
 */
import { VIEWS, type View } from './navigation';

/** What is open in each view; a window is in one of them. */
export interface Address {
  view: View;
  /** Id of the graph that is shown in Build. */
  graph?: string | undefined;
  /** Id of the data set, and the tab, in Data. */
  set?: string | undefined;
  tab?: string | undefined;
  /** Id of the study that is open in Train. */
  study?: string | undefined;
  /** Ids of the selected runs in Compare. */
  runs?: readonly string[] | undefined;
}

/** Longer selections are left to what the host remembers. */
const MOST_RUNS = 24;
const LONGEST_ID = 200;

const NAMES: Readonly<Record<View, readonly ('graph' | 'set' | 'tab' | 'study')[]>> = {
  build: ['graph'],
  data: ['set', 'tab'],
  train: ['study'],
  compare: [],
  predict: [],
  export: [],
};

/** Only what belongs to its view. */
export function formatAddress(address: Address): string {
  const { view, runs = [] } = address;
  const values = new URLSearchParams();
  for (const name of NAMES[view]) {
    const value = address[name];
    if (value !== undefined) values.set(name, value);
  }
  if (view === 'compare' && runs.length <= MOST_RUNS) for (const id of runs) values.append('run', id);
  const query = values.toString();
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}

/** Undefined if it is none; what is not understood in it is left out. */
export function readAddress(hash: string): Address | undefined {
  const [, name, query = ''] = /^#\/([a-z]+)\/?(?:\?(.*))?$/s.exec(hash) ?? [];
  const view = VIEWS.find((one) => one === name);
  if (!view) return undefined;
  const values = new URLSearchParams(query);
  const usable = (id: string) => id.length > 0 && id.length <= LONGEST_ID;
  const found = NAMES[view].flatMap((one) => {
    const value = values.get(one);
    return value !== null && usable(value) ? [[one, value] as const] : [];
  });
  const runs = view === 'compare' ? values.getAll('run').filter(usable).slice(0, MOST_RUNS) : [];
  return { view, ...Object.fromEntries(found), ...(runs.length > 0 && { runs }) };
}

/** Whether going from one to the other is a step that "back" undoes. Another selection of runs is none. */
export const isStep = ({ runs: _, ...from }: Address, { runs: __, ...to }: Address): boolean =>
  formatAddress(from) !== formatAddress(to);
