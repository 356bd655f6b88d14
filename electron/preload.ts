/**
 * The one bridge between the page and the main process. It runs sandboxed and apart from the page's scripts. The page
 * asks with a message; it gets one end of a channel, the main process the other. Beside that it may ask for the path of a
 * file that the person dropped on it. Nothing else of Electron reaches the page.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CONNECT, PORT } from './channel';

export interface Bridge {
  /** Absolute path of a dropped or picked file or folder; empty for one that a script made. */
  pathOf(file: File): string;
}

const bridge: Bridge = { pathOf: (file) => webUtils.getPathForFile(file) };
contextBridge.exposeInMainWorld('skipwire', bridge);

window.addEventListener('message', (event: MessageEvent<{ type?: unknown } | null>) => {
  if (event.source !== window || event.data?.type !== CONNECT) return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage(CONNECT, null, [port2]);
  // The receiver is this very window, whatever its address.
  window.postMessage({ type: PORT }, '*', [port1]);
});
