/** Version, host and folders; asked once per connection. */
import { create } from 'zustand';
import type { AppInfo } from '../../core/contract';
import { client, onEveryConnection } from './client';

const useStore = create<{ info?: AppInfo }>(() => ({}));

const keepLoaded = onEveryConnection(
  () =>
    void client.app.info().then(
      (info) => useStore.setState({ info }),
      // Without it only the default export path is unknown; the connection's state is shown elsewhere.
      () => undefined,
    ),
);

export function useAppInfo(): AppInfo | undefined {
  keepLoaded();
  return useStore((state) => state.info);
}
