/** Before the first test on a real Electron: gets Electron, builds the app, and says what the tests run on. Why they do not run, the end of the run says. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installStandIn } from './stand-in';
import { findElectron, root } from './which-electron';

export default function setUp(): void {
  try {
    const found = findElectron();
    const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-needed'], {
      encoding: 'utf8',
    });
    if (built.status !== 0) throw new Error(`the app cannot be built: ${built.stderr}`);
    installStandIn(found.executable);
    // Read by the processes that jest starts for the test files.
    process.env.SKIPWIRE_ELECTRON_FOUND = JSON.stringify(found);
    console.log(`\nThe desktop tests run on ${found.version}.`);
  } catch (error) {
    process.env.SKIPWIRE_ELECTRON_OBSTACLE = error instanceof Error ? error.message : String(error);
  }
}
