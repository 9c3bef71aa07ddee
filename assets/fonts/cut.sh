#!/bin/sh
# Cuts Noto Serif CJK SC (SIL Open Font License 1.1, OFL.txt beside this script) to the characters of
# GB 2312, Latin-1, and the characters of personal names in names.txt, and writes forms.otf beside this
# script. The paper writers embed subsets of it, so that a server without fonts prints.
#
# Needs: apt-get install fonts-noto-cjk (1:20220127) and pip install fonttools (4.68.0).
# The same two versions give the same bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=${1:-/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc}
narrow=cid63011,cid63012,cid63014,cid63015
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
python3 - "$here/names.txt" >"$work/chars.txt" <<'PY'
import sys
gb = [bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)]
chars = {c for code in gb for c in code.decode("gb2312", "ignore")}
chars |= {chr(c) for c in range(0x20, 0x7F)} | {chr(c) for c in range(0xA0, 0x100)} - {"\u00ad"}
# Signs of our own pages that GB 2312 lacks or that Python reads as other code points.
chars |= set("\u2013\u2014\u2022\u2026\u2039\u203a\u00b7\u30fb\u20ac\u2212")
chars |= set(open(sys.argv[1], encoding="utf-8").read()) - {"\n"}
print("".join(sorted(chars)), end="")
PY
python3 -m fontTools.subset "$source" --font-number=2 --text-file="$work/chars.txt" --glyphs="$narrow" \
    --output-file="$work/cut.otf" --layout-features='' --no-hinting --desubroutinize --glyph-names \
    --drop-tables+=vhea,vmtx,VORG,BASE --name-IDs='0,1,2,3,4,5,6,13,14' --no-layout-closure --notdef-outline
# Chinese fonts draw quotation marks in a whole square. The narrow ones, which other scripts need, get
# code points of private use, by which only our own writer finds them.
python3 - "$work/cut.otf" "$here/forms.otf" <<'PY'
import sys
from fontTools.ttLib import TTFont
font = TTFont(sys.argv[1], recalcTimestamp=False)
order = font.getGlyphOrder()
narrow = sorted((g for g in order if g in {"cid63011", "cid63012", "cid63014", "cid63015"}))
assert len(narrow) == 4, narrow
for table in font["cmap"].tables:
    if table.isUnicode() and table.format in (4, 12):
        table.cmap.update({0xF018: narrow[0], 0xF019: narrow[1], 0xF01C: narrow[2], 0xF01D: narrow[3]})
font.save(sys.argv[2])
PY
