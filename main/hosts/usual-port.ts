/** The default port of the browser host: always the same, so bookmarks and sign-ins stay valid. */
import { join } from 'node:path';
import { type Message, message, sentences, textOf } from '../../core/messages';
import { writeAtomically } from '../disk/atomic';
import { textIfThere } from '../disk/regular-file';
import { PortTaken } from './browser';
import { hostFolder, privateFolder, runningHosts } from './host-folder';

export const USUAL_PORT = 7473;

/**
 * Uses the last port, else the usual one, else any free one; `say` gets the reason.
 * @param serveAt rejects with PortTaken if the port is not available.
 */
export async function serveAtUsualPort<Host extends { port: number }>(
  serveAt: (port: number) => Promise<Host>,
  say: (text: string) => void,
  folder = hostFolder(),
): Promise<Host> {
  const file = join(folder, 'port');
  const last = Number(await textIfThere(file, 100).catch(() => undefined));
  const isPort = Number.isInteger(last) && last > 0 && last <= 65_535;
  const candidates = [...new Set([...(isPort ? [last] : []), USUAL_PORT])];
  const running = await runningHosts(folder);
  let host: Host | undefined;
  let reason: Message | undefined;
  for (const port of candidates) {
    try {
      host = await serveAt(port);
      break;
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
      reason ??= running.includes(port)
        ? message('hosts.port.alreadyRuns', { port: String(port) })
        : message('hosts.port.usualTaken', { port: String(port) });
    }
  }
  host ??= await serveAt(0);
  if (reason !== undefined)
    say(textOf(sentences(reason, message('hosts.port.listens', { port: String(host.port) }))));
  // A second host keeps the first one's port file.
  if (running.length === 0) {
    await privateFolder(folder);
    await writeAtomically(file, String(host.port)).catch(() => undefined);
  }
  return host;
}
