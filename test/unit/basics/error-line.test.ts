/** What a program that failed is said to have said. */
import { errorLine } from '../../../main/basics/error-line';

const bundle = `var ${'x'.repeat(5000)}=new Error("no such thing");throw new TypeError(e)`;

test.each([
  [
    'a bundle',
    `/app/worker.cjs:1\n${bundle}\n   ^\n\nTypeError: x is not a function\n    at a (b.cjs:1:2)\n\nNode.js v24.1.0`,
  ],
  [
    'a program of Electron',
    `node:electron/js2c/asar_bundle:2\n${bundle}\n\nTypeError: x is not a function\n\nNode.js v18.15.0`,
  ],
  [
    'a rejection',
    'node:internal/process/promises:288\n  triggerUncaughtException(err);\n\nTypeError: x is not a function\n',
  ],
])('%s: the error, not the source that threw it', (_where, output) => {
  expect(errorLine(output)).toBe('TypeError: x is not a function');
});

test('codes are kept', () => {
  const output =
    "node:internal/modules/cjs/loader:1\n\nError: Cannot find module '/a/b.cjs'\n  code: 'MODULE_NOT_FOUND'";
  expect(errorLine(output)).toBe("Error: Cannot find module '/a/b.cjs'");
  expect(errorLine('TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be a string')).toMatch(
    /must be a string/,
  );
});

test('output without an error has none', () => {
  expect(errorLine('Segmentation fault\nsome Errors were found: 3 of them\n')).toBeUndefined();
});
