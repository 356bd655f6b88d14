#!/usr/bin/env bash
# sharp 0.35.5 as WebAssembly (@img/sharp-wasm32): an SVG becomes a picture without its text.
#
# The native build draws SVG with librsvg and the fonts of the system. The WebAssembly build draws with resvg, which has no font, so a
# chart keeps its lines and loses every label and number. Nothing is thrown, and there is no warning. Both builds draw the same letter
# here: the native one (where npm has it for this machine, and there is a font) covers it, the other leaves the picture empty.
#
# Seen: "WebAssembly: 0". Exits 0 while that is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --force sharp@0.35.5 @img/sharp-wasm32@0.35.5
cat >draw.cjs <<'END'
const { createRequire } = require('node:module');
if (process.argv[2] === 'WebAssembly') {
  // sharp prefers an installed native build; the module that chooses is replaced.
  const id = createRequire(require.resolve('sharp')).resolve('./sharp.cjs');
  require.cache[id] = { id, filename: id, loaded: true, exports: require('@img/sharp-wasm32/sharp.node') };
}
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><text y="14" font-size="16">M</text></svg>';
require('sharp')(Buffer.from(svg))
  .stats()
  .then(({ channels }) => console.log(`${process.argv[2]}: ${channels.at(-1).max}`));
END
node draw.cjs native || true
seen=$(node draw.cjs WebAssembly)
echo "$seen"
[ "$seen" = 'WebAssembly: 0' ]
