/** Opens an address in the person's browser, where there is a person to see it. */
import { spawn } from 'node:child_process';

const commands: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Nothing happens without a display; the address stands in the terminal all the same. */
export function openBrowser(url: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const graphical = process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  if (!graphical || env.CI) return false;
  const [program, ...args] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  // No such program: the address stands in the terminal.
  child.on('error', () => undefined);
  child.unref();
  return true;
}
