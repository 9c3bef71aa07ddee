#!/bin/sh
# Pictures of printed papers: take.sh FILE.pdf ... makes FILE-1.png and so on beside this script, 60 dots an inch, in
# sixteen greys, so that a page is no more than 60 kB.
set -eu
here=$(dirname "$0")
for pdf; do
    work=$(mktemp -d)
    pdftoppm -r 60 -gray "$pdf" "$work/page"
    for page in "$work"/page-*.pgm; do
        number=$(basename "$page" .pgm | sed 's/page-0*//')
        python3 - "$page" "$here/$(basename "$pdf" .pdf)-$number.png" <<'PY'
import struct, sys, zlib
data = open(sys.argv[1], "rb").read()
_, size, _, dots = data.split(b"\n", 3)
width, height = map(int, size.split())
# Half a byte a dot, light dots first made white.
grey = [min(15, (v + 10) // 17) for v in dots]
rows = bytearray()
for y in range(height):
    row = grey[y * width:(y + 1) * width] + [15] * (width % 2)
    rows += b"\0" + bytes(a << 4 | b for a, b in zip(row[::2], row[1::2]))
def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
png = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b"")
open(sys.argv[2], "wb").write(b"\x89PNG\r\n\x1a\n" + png)
PY
    done
    rm -r "$work"
done
