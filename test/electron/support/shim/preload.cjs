/** Runs before the product's preload script, in the same world: what a sandboxed one has since Electron 26 and 29. */
const electron = require('electron');

if (!electron.webUtils) {
  Object.defineProperty(electron, 'webUtils', { value: { getPathForFile: (file) => file.path } });
}
if (typeof module === 'undefined') globalThis.module = { exports: {} };
