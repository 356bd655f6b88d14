/** Whatever oRPC's own client writes gets through; what it never writes does not. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../../core/contract';
import { checkMessage } from '../../../main/hosts/check-message';

/** What a call sends that is given up at once. */
async function sentBy(
  act: (client: ContractRouterClient<Contract>, signal: AbortSignal) => Promise<unknown>,
): Promise<string[]> {
  const sent: string[] = [];
  const websocket = { readyState: 1, addEventListener: () => {}, send: (text: string) => sent.push(text) };
  const client = createORPCClient<ContractRouterClient<Contract>>(
    new RPCLink({ websocket: websocket as never }),
  );
  const stop = new AbortController();
  const call = act(client, stop.signal);
  call.catch(() => undefined);
  while (sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  stop.abort();
  await expect(call).rejects.toThrow();
  while (sent.length === 1) await new Promise((resolve) => setTimeout(resolve, 0));
  return sent;
}

test.each<[string, Parameters<typeof sentBy>[0]]>([
  ['without input', (client, signal) => client.runs.list(undefined, { signal })],
  ['with input', (client, signal) => client.runs.metrics({ id: 'a' }, { signal })],
  ['a stream', (client, signal) => client.training.events(undefined, { signal })],
])('a call %s, and its end', async (_, act) => {
  const sent = await sentBy(act);
  expect(sent).toHaveLength(2);
  for (const text of sent) expect(checkMessage(Buffer.from(text))).toEqual({ text });
});

test.each(['{"i":"1","t":3,"p":{"e":"message"}}', '{"i":"1"}', '{"i":"1","p":{}}', '[]', '"call"'])(
  '%s is no call',
  (text) => expect(checkMessage(Buffer.from(text))).toEqual({ fault: 'it is not a call' }),
);
