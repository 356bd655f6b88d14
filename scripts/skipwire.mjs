#!/usr/bin/env node
/** The `skipwire` command in a checkout: bundles main/ when its sources changed, then runs it in this process. */
import module, { createRequire } from 'node:module';
import { bundleMain, ensureBuilt, needsBuild } from './build.mjs';

// Node 22 keeps the compiled bundle between starts; Node 20 cannot.
module.enableCompileCache?.();

try {
  const { cli } = await bundleMain();
  // Only `serve` needs the window. Messages about building go to stderr: stdout belongs to the command.
  if (process.argv[2] === 'serve' && !process.argv.includes('--help')) {
    if (needsBuild('renderer')) console.error('Building the window ...');
    await ensureBuilt({ renderer: true });
  }
  createRequire(import.meta.url)(cli);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
