import { spawn } from 'node:child_process';

const commands: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens an .html file in the default browser. @returns false where there is no display. */
export function openBrowser(file: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const graphical = process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  if (!graphical || env.CI) return false;
  const [program, ...args] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, file], { stdio: 'ignore', detached: true });
  // Without such a program, the link in the terminal remains.
  child.on('error', () => undefined);
  child.unref();
  return true;
}
