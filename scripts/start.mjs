/**
 * `npm start`: builds outdated parts, then opens the app in Electron, or in the browser if Electron is not available or
 * does not run.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleMain, ensureBuilt, needsBuild } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const electronPackage = dirname(require.resolve('electron/package.json'));

/** Electron is about 100 MB; after this long, the browser is the better choice for today. */
const FETCH_LIMIT_MS = 5 * 60_000;
/** A start that fails within this time did not open a window. */
const START_LIMIT_MS = 15_000;

/** Where Electron's package puts its binary, or where the person says it is. */
function electronBinary() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const pathFile = join(electronPackage, 'path.txt');
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const name = existsSync(pathFile)
    ? readFileSync(pathFile, 'utf8')
    : (names[process.platform] ?? 'electron');
  const path = join(override || join(electronPackage, 'dist'), name);
  return existsSync(path) ? path : undefined;
}

/** Why Electron would not run here even if it were installed. */
function obstacle() {
  if (process.platform !== 'linux') return undefined;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  if (process.getuid?.() === 0) return 'its sandbox does not run as root';
  return undefined;
}

/**
 * Runs Electron's installer, which verifies the download.
 * @returns why it failed, or nothing
 */
async function fetchElectron() {
  console.log('Fetching Electron, once (about 100 MB) ...');
  const child = spawn(process.execPath, [join(electronPackage, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-8000);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), FETCH_LIMIT_MS);
  const code = await new Promise((resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve(1));
  });
  clearTimeout(timer);
  if (electronBinary()) return undefined;
  if (code === null) return 'it did not arrive in time';
  const reason = said.split('\n').find((line) => /error|ENOTFOUND|EAI_AGAIN|ECONN|status/i.test(line));
  return (
    reason
      ?.trim()
      .replace(/^\w*Error: /, '')
      .slice(0, 120) || 'its installer failed'
  );
}

/** @returns how it ended: `used`, with its exit code, or `unusable`, when no window came of it. */
function runElectron(binary) {
  const began = Date.now();
  const child = spawn(binary, [root], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', () => resolve({ unusable: true }));
    child.on('close', (code, signal) => {
      const failed = code !== 0 && !['SIGINT', 'SIGTERM'].includes(signal);
      resolve(failed && Date.now() - began < START_LIMIT_MS ? { unusable: true } : { code: code ?? 0 });
    });
  });
}

async function tryElectron() {
  const reason = obstacle() ?? (electronBinary() ? undefined : await fetchElectron());
  if (reason !== undefined) return { unusable: true, reason };
  if (needsBuild('electron')) console.log('Building the desktop shell ...');
  await ensureBuilt({ electron: true });
  return { reason: 'it ended at once', ...(await runElectron(electronBinary())) };
}

/** npm ends its shell but not the programs in it, so a signal to `npm start` is meant for us. */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 1000).unref();
}

endWithParent();
if (needsBuild('main') || needsBuild('renderer')) console.log('Building Skipwire ...');
const { cli } = await bundleMain();
await ensureBuilt();
const electron = await tryElectron();
if (electron.unusable) {
  console.log(`Electron cannot start here (${electron.reason}); this is the same app in the browser:`);
  process.argv = [process.argv[0], cli, 'serve', '--open', ...process.argv.slice(2)];
  require(cli);
} else {
  process.exitCode = electron.code;
}
