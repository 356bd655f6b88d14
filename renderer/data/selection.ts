import { create } from 'zustand';
import type { DatasetId } from '../../core/study/settings';

/** Which data set is shown; outlives the view, and the Train view sends people to the one they lack. */
export const useDataSelection = create<{ id?: DatasetId }>(() => ({}));
