/** The typed client of core/contract, over whichever host serves the page. */
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../core/contract';
import { ReconnectingLink, useConnection } from './connection';
import { openLine } from './link';

export type Client = ContractRouterClient<Contract>;

const link = new ReconnectingLink(() => openLine());

export const client: Client = createORPCClient<Client>(link);

/** From its first call on, the function runs `load` at every connection: the host may have been restarted. */
export function onEveryConnection(load: () => void): () => void {
  let begun = false;
  return () => {
    if (begun) return;
    begun = true;
    if (useConnection.getState().state === 'open') queueMicrotask(load);
    useConnection.subscribe((now, before) => {
      if (now.generation !== before.generation) load();
    });
    link.start();
  };
}
