/** How the run table is arranged: kept by the host for the next window, and under names for all windows. */
import { create } from 'zustand';
import type { RunTableView, RunView } from '../../../core/contract/kept';
import { findRunField, type RunField } from '../../../core/query/run-fields';
import { useSelection } from '../../runs/selection';
import { keep } from '../../state/kept/keep';

const START: RunTableView = {
  version: 1,
  columns: [
    'state',
    'accuracy',
    'best',
    'test',
    'loss',
    'params',
    'optimizer.learningRate',
    'epochs',
    'seconds',
    'tags',
    'notes',
  ],
  widths: {},
  sort: [],
  groups: ['study'],
  baseline: '',
  hidden: false,
  archived: false,
};

export const useRunTable = create<{ table: RunTableView }>(() => ({ table: START }));

keep(useRunTable, {
  concern: 'view',
  values: ({ table }) => ({ runTable: { ...table } }),
  change: ({ runTable }) => ({ table: runTable as RunTableView }),
});

export const arrange = (change: Partial<RunTableView>): void =>
  useRunTable.setState(({ table }) => ({ table: { ...table, ...change } }));

/** By name; `null` for one that was deleted. */
export const useRunViews = create<{ views: Readonly<Record<string, RunView | null>> }>(() => ({ views: {} }));

keep(useRunViews, {
  concern: 'runViews',
  anyName: true,
  live: true,
  values: ({ views }) => views,
  change: (values, { views }) => ({ views: { ...views, ...(values as typeof views) } }),
});

export const keepView = (name: string, view: RunView | null): void =>
  useRunViews.setState(({ views }) => ({ views: { ...views, [name]: view } }));

export const saveView = (name: string): void =>
  keepView(name, { ...useRunTable.getState().table, filter: useSelection.getState().filter });

export function showView({ filter, ...table }: RunView): void {
  useRunTable.setState({ table });
  useSelection.setState({ filter });
}

/** The fields of these names that this version knows. */
export const fieldsOf = (names: readonly string[]): RunField[] =>
  names.flatMap((name) => findRunField(name) ?? []);

export interface Sort {
  field: string;
  descending: boolean;
}

export const sortsOf = ({ sort }: Pick<RunTableView, 'sort'>): Sort[] =>
  sort.flatMap((one) => {
    const field = findRunField(one.replace(/^-/, ''));
    return field ? [{ field: field.name, descending: one.startsWith('-') }] : [];
  });

export const sortText = ({ field, descending }: Sort): string => (descending ? `-${field}` : field);

/** Moves the column `by` places, or to where another one is. */
export function moved(columns: readonly string[], name: string, to: number): string[] {
  const others = columns.filter((one) => one !== name);
  others.splice(Math.max(0, to), 0, name);
  return others;
}
