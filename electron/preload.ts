/**
 * The only bridge between the page and the main process. Runs sandboxed, in its own context. It connects the page with
 * the main process and returns the paths of dropped files.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CONNECT, PORT } from './channel';

export interface Bridge {
  /** Absolute path; empty for a file made by a script. */
  pathOf(file: File): string;
}

const bridge: Bridge = { pathOf: (file) => webUtils.getPathForFile(file) };
contextBridge.exposeInMainWorld('skipwire', bridge);

window.addEventListener('message', (event: MessageEvent<{ type?: unknown } | null>) => {
  if (event.source !== window || event.data?.type !== CONNECT) return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage(CONNECT, null, [port2]);
  window.postMessage({ type: PORT }, '*', [port1]);
});
