import { create } from 'zustand';
import { datasetIdSchema } from '../../core/study/data';
import type { DatasetId } from '../../core/study/settings';
import { keep } from './kept/keep';

const DATA_TABS = ['examples', 'about', 'pipeline'] as const;
export type DataTab = (typeof DATA_TABS)[number];

/** The data set and the tab that the Data view shows. Other views set it too. */
export const useDataSelection = create<{ id?: DatasetId; tab: DataTab }>(() => ({ tab: 'examples' }));

keep(useDataSelection, {
  concern: 'view',
  values: ({ id, tab }) => ({ dataset: id ?? null, dataTab: tab }),
  change: ({ dataset, dataTab }) => readDataSelection(dataset, dataTab),
});

/** Without what is no data set or tab. */
export function readDataSelection(dataset: unknown, dataTab: unknown): { id?: DatasetId; tab?: DataTab } {
  const id = datasetIdSchema.safeParse(dataset).data;
  const tab = DATA_TABS.find((one) => one === dataTab);
  return { ...(id && { id }), ...(tab && { tab }) };
}
