/** Version, host and folders; requested once per connection. */
import { create } from 'zustand';
import type { AppInfo } from '../../core/contract/app';
import { client, onEveryConnection } from './client';

const useStore = create<{ info?: AppInfo }>(() => ({}));

const keepLoaded = onEveryConnection(
  () =>
    void client.app.info().then(
      (info) => useStore.setState({ info }),
      // Only the default export path is unknown then.
      () => undefined,
    ),
);

export function useAppInfo(): AppInfo | undefined {
  keepLoaded();
  return useStore((state) => state.info);
}
