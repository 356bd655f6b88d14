/** Imported models. */
import { create } from 'zustand';
import type { ModelInfo } from '../../core/contract/models';
import { client, onEveryConnection } from './client';

const useModelsStore = create<{ models: readonly ModelInfo[] }>(() => ({ models: [] }));

/** Never throws. */
export async function refreshModels(): Promise<void> {
  const models = await client.models.list().catch(() => undefined);
  if (models) useModelsStore.setState({ models });
}

const keepLoaded = onEveryConnection(() => void refreshModels());

/** Newest first. Requests them at the first use and after every reconnection. */
export function useModels(): readonly ModelInfo[] {
  keepLoaded();
  return useModelsStore().models;
}
