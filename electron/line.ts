/** The line to the window: a MessagePort that the preload script hands over carries all calls of the contract. */
import { RPCHandler } from '@orpc/server/message-port';
import { type IpcMainEvent, ipcMain } from 'electron';
import type { HostRouter } from '../main/hosts/router';
import { CONNECT } from './channel';
import { isOurs } from './origin';

/** As much of `ipcMain` as is needed. */
interface Listening {
  on(channel: string, listener: (event: IpcMainEvent) => void): unknown;
}

/** @param router the whole contract over the services. */
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

/** The main frame of one of our windows, showing our page. A frame that is gone already has no `senderFrame`. */
function isOurWindow({ sender, senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOurs(senderFrame.url);
}
