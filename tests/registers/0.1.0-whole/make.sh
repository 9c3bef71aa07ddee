#!/bin/sh
# How `register.tar.gz` was made: by the program of 0.1.0 as it was released, at the commit below, in a
# clone of its own. `make.rs` is played there as one of its tests and says what was done.
# Once made it is not made again: what a released program wrote is what later ones have to read.
#
#     tests/registers/0.1.0-whole/make.sh /somewhere/empty
set -eu
here=$(cd "$(dirname "$0")" && pwd)
there=$(cd "$1" && pwd)
git clone -q "$here/../../.." "$there/src"
cd "$there/src"
git checkout -q fd29ecc
cp "$here/make.rs" tests/signatures/whole.rs
echo 'mod whole;' >> tests/signatures/main.rs
# The token in software that its tests had for themselves.
sed -i 's/^struct Token/pub struct Token/; s/^    fn \(new\|line\|sign\)(/    pub fn \1(/' tests/signatures/token.rs
LIUHEN_MADE="$there/register" CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$there/target}" \
    cargo test --test signatures whole:: -- --ignored --nocapture
tar -C "$there" --sort=name --owner=0 --group=0 --numeric-owner -cf - register | gzip -9n > "$here/register.tar.gz"
