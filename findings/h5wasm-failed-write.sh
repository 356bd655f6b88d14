#!/usr/bin/env bash
# h5wasm 0.10.3 (npm; HDF5 2.0.0 as WebAssembly), in Node: a write that the system refuses throws nothing.
#
# A file may grow to 1 MiB here (ulimit -f, in place of a full disk), and 4 MB are written. create_dataset and flush
# return as always; HDF5's error stack goes to the console, and close() returns -1, though it is declared to return
# nothing of the kind. The file is cut short, and a model that is exported this way looks whole until somebody loads it.
#
# Seen: "no exception; close() = -1". Exits 0 while that is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund h5wasm@0.10.3
cat >write.mjs <<'END'
import { File, ready } from 'h5wasm/node';
await ready;
let threw = false;
let closed;
const file = new File('weights.h5', 'w');
try {
  for (let n = 0; n < 10; n++) {
    const data = new Float32Array(100_000).fill(n + 1);
    file.create_dataset({ name: `layer${n}`, data, shape: [data.length], dtype: '<f4' });
  }
  file.flush();
} catch {
  threw = true;
}
try {
  closed = file.close();
} catch {
  threw = true;
}
process.stdout.write(threw ? 'an exception\n' : `no exception; close() = ${closed}\n`);
END
seen=$( (trap '' XFSZ; ulimit -f 1024; node write.mjs 2>/dev/null) | tail -n 1)
echo "$seen"
[ "$seen" = 'no exception; close() = -1' ]
