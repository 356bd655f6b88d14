/** Calls of the contract arrive through a MessagePort from the preload script. */
import { RPCHandler } from '@orpc/server/message-port';
import { type IpcMainEvent, ipcMain } from 'electron';
import type { HostRouter } from '../main/hosts/router';
import { CONNECT } from './channel';
import { isOurs } from './origin';

interface Listening {
  on(channel: string, listener: (event: IpcMainEvent) => void): unknown;
}

export function answerWindow(router: HostRouter, ipc: Listening = ipcMain): void {
  const handler = new RPCHandler(router);
  ipc.on(CONNECT, (event) => {
    const [port] = event.ports;
    if (!port) return;
    if (!isOurWindow(event)) {
      port.close();
      return;
    }
    handler.upgrade(port);
    port.start();
  });
}

/** The main frame of our own window. `senderFrame` is null for a frame that is gone. */
function isOurWindow({ sender, senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOurs(senderFrame.url);
}
