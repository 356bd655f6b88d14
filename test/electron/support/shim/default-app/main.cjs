/**
 * Runs the app that is named on the command line, as Electron's own default app does, or the packaged one beside it
 * (packaged/app.asar, see stand-in.ts), after the module named by `-r` or SKIPWIRE_SHIM.
 */
const { app } = require('electron');
const { existsSync } = require('node:fs');
const path = require('node:path');
const Module = require('node:module');

const packaged = path.join(process.resourcesPath, 'packaged', 'app.asar');
let folder = existsSync(packaged) ? packaged : undefined;
let before = process.env.SKIPWIRE_SHIM;
for (let i = 1; i < process.argv.length && (!folder || !before); i++) {
  if (process.argv[i] === '-r') before = process.argv[++i];
  else if (!process.argv[i].startsWith('-')) folder ??= path.resolve(process.argv[i]);
}
const { name, productName, version, main } = require(path.join(folder, 'package.json'));
app.setVersion(version);
app.setName(productName ?? name);
app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
app.setAppPath(folder);
if (before) require(before);
Module._load(require.resolve(path.join(folder, main)), Module, true);
