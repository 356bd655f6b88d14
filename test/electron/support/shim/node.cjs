/** What Node 20 has and the Node of an older Electron may lack, as far as the product needs it. */
const { Buffer, File } = require('node:buffer');
const crypto = require('node:crypto');
const files = require('node:fs/promises');
const zlib = require('node:zlib');

globalThis.File ??= File;

crypto.hash ??= (algorithm, data, encoding = 'hex') =>
  crypto
    .createHash(algorithm)
    .update(data)
    .digest(encoding === 'buffer' ? undefined : encoding);

zlib.crc32 ??= (data, value = 0) => {
  const bytes =
    typeof data === 'string'
      ? Buffer.from(data)
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let crc = ~value;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
};

AbortSignal.any ??= (signals) => {
  const any = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) any.abort(signal.reason);
    else signal.addEventListener('abort', () => any.abort(signal.reason), { once: true });
  }
  return any.signal;
};

// `await using` of a file: bundles for Node 20 ask for this symbol, or for a stand-in of the same description.
const dispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
const { open } = files;
files.open = async (...how) => {
  const handle = await open(...how);
  handle[dispose] ??= () => handle.close();
  return handle;
};
