#!/usr/bin/env bash
# Node 20.20.2, zlib.crc32(data, value): an empty array gives back `value`, unless its buffer is empty, too.
#
# A checksum that is made piece by piece, crc32(piece, soFar), must not change with an empty piece. For `new Uint8Array(0)` and
# an empty part of a longer buffer that is so. For a view of an ArrayBuffer without bytes it starts over at 0, so everything
# before it is left out of the checksum.
#
# Seen: "5 5 0". Exits 0 while that is so, 1 when it changes.
set -euo pipefail
seen=$(node -e '
const { crc32 } = require("node:zlib");
const empty = [new Uint8Array(0), new Uint8Array(8).subarray(8), new Uint8Array(new ArrayBuffer(0))];
console.log(empty.map((piece) => crc32(piece, 5)).join(" "));')
echo "$seen"
[ "$seen" = '5 5 0' ]
