/** One open line to the host: a WebSocket in a browser, a MessagePort in the desktop shell. */

import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import { MOST_MESSAGE_BYTES } from '../../core/contract/message-limits';
import { PAGE } from '../../core/contract/sign-in';
import { formatBytes } from '../../core/format/bytes';
import { t } from '../../core/messages';
import { admission, pageName } from './signIn';

export interface Line {
  link: ClientLink<ClientContext>;
  /** Resolves when the line is gone. */
  closed: Promise<void>;
}

/** The desktop shell serves the page over its own protocol. */
const isBrowserHost = (): boolean => /^https?:$/.test(window.location.protocol);

const PORT_TIMEOUT_MS = 10_000;

function socketAddress(page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/rpc?${PAGE}=${pageName}`;
}

async function openWebSocket(): Promise<Line> {
  const protocols = await admission();
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(socketAddress(window.location), protocols);
    refuseLarge(socket);
    const closed = new Promise<void>((settle) => {
      socket.addEventListener('close', () => settle(), { once: true });
    });
    const link = new WebSocketLink({ websocket: socket });
    socket.addEventListener('open', () => resolve({ link, closed }), { once: true });
    void closed.then(() => reject(new Error(t('shell.client.noAnswer'))));
  });
}

/** The host would close the connection at a message that is too large; now only this call fails. */
function refuseLarge(socket: WebSocket): void {
  const send = socket.send.bind(socket);
  socket.send = (data) => {
    // A code unit of UTF-16 has at most three bytes in UTF-8; to count them takes milliseconds.
    const mayBeLarge = typeof data === 'string' && 3 * data.length > MOST_MESSAGE_BYTES;
    const bytes = mayBeLarge ? new Blob([data]).size : 0;
    if (bytes > MOST_MESSAGE_BYTES) {
      throw new Error(
        t('shell.client.tooLarge', { size: formatBytes(bytes), limit: formatBytes(MOST_MESSAGE_BYTES) }),
      );
    }
    send(data);
  };
}

function openMessagePort(): Promise<Line> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      window.removeEventListener('message', receive);
      reject(new Error(t('shell.client.noPort')));
    }, PORT_TIMEOUT_MS);
    function receive(event: MessageEvent) {
      // Only this window's preload script may hand over a port.
      if (event.source !== window || event.data?.type !== 'skipwire:port') return;
      const port = event.ports[0];
      if (!port) return;
      clearTimeout(timer);
      window.removeEventListener('message', receive);
      const closed = new Promise<void>((settle) => {
        port.addEventListener('close', () => settle(), { once: true });
      });
      const link = new MessagePortLink({ port });
      port.start();
      resolve({ link, closed });
    }
    window.addEventListener('message', receive);
    window.postMessage({ type: 'skipwire:connect' }, window.location.origin);
  });
}

/** @throws Error when the host does not answer. */
export const openLine = (): Promise<Line> => (isBrowserHost() ? openWebSocket() : openMessagePort());
