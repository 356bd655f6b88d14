/**
 * The one bridge between the page and the main process. It runs sandboxed and apart from the page's scripts. The page
 * asks with a message; it gets one end of a channel, the main process the other. Nothing of Electron reaches the page.
 */
import { ipcRenderer } from 'electron';
import { CONNECT, PORT } from './channel';

window.addEventListener('message', (event: MessageEvent<{ type?: unknown } | null>) => {
  if (event.source !== window || event.data?.type !== CONNECT) return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage(CONNECT, null, [port2]);
  // The receiver is this very window, whatever its address.
  window.postMessage({ type: PORT }, '*', [port1]);
});
