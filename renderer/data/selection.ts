import { create } from 'zustand';
import type { DatasetId } from '../../core/study/settings';

export type DataTab = 'examples' | 'about' | 'pipeline';

/** Which data set is shown, and what of it; outlives the view, and the Train view sends people to the one they lack. */
export const useDataSelection = create<{ id?: DatasetId; tab: DataTab }>(() => ({ tab: 'examples' }));
