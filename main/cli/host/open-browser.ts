/** Opens a file in the person's browser, where there is a person to see it. */
import { spawn } from 'node:child_process';

const commands: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * @param file an .html file. Never an address with a secret: every user of the machine can read command lines.
 * @returns false where there is no display.
 */
export function openBrowser(file: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const graphical = process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  if (!graphical || env.CI) return false;
  const [program, ...args] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, file], { stdio: 'ignore', detached: true });
  // No such program: the terminal shows a link.
  child.on('error', () => undefined);
  child.unref();
  return true;
}
