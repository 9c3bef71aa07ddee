#!/usr/bin/env bash
# Pictures of the real program in a real terminal, for the README.
#   assets/shots/take.sh NAME COLSxROWS ACCOUNT KEY...      (KEY as tmux send-keys takes it)
# Wants xterm, xvfb, tmux, imagemagick, fonts-dejavu-core and fonts-noto-cjk.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
name=$1 size=$2 account=$3; shift 3
cols=${size%x*} rows=${size#*x}
dir=${LIUHEN_SHOTS:-${TMPDIR:-/tmp}/liuhen-shots}
bin=${LIUHEN_BIN:-$here/../../target/release/liuhen}
display=:97
Xvfb "$display" -screen 0 1600x900x24 >/dev/null 2>&1 & xvfb=$!
trap 'tmux -L shots kill-server 2>/dev/null || true; kill $xvfb 2>/dev/null || true' EXIT
sleep 1
export LC_ALL=C.UTF-8 DISPLAY=$display
tmux -L shots -u -f /dev/null new-session -d -x "$cols" -y "$rows" "$bin demo --dir $dir --as $account ${LIUHEN_LANG:+--lang $LIUHEN_LANG}"
tmux -L shots set -g status off
xterm -u8 -fa 'DejaVu Sans Mono' -fd 'Noto Sans Mono CJK SC' -fs 11 -b 6 -bg white -fg black \
    -geometry "$size+0+0" -e tmux -L shots -u attach & 
sleep 4
for key in "$@"; do tmux -L shots send-keys "$key"; sleep 0.4; done
sleep 1
import -window root png:- | convert png:- -trim +repage -bordercolor white -border 8 -colors 64 "$here/$name.png"
