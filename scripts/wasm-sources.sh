#!/bin/sh
# Fetches and unpacks the sources of what the WebAssembly build has to compile itself, libyaml and jansson: from the
# source packages of the distribution, by apt, known by their checksums.
# usage: wasm-sources.sh FOLDER
set -eu
mkdir -p "$1/places" "$1/lists/partial"
folder=$(cd "$1" && pwd)
cd "$folder"

# Where apt has packages from, asked for sources instead.
for file in /etc/apt/sources.list.d/*.sources; do
    [ ! -e "$file" ] || sed 's/^Types:.*/Types: deb-src/' "$file" > "places/$(basename "$file")"
done
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -e "$file" ] || sed -n 's/^deb /deb-src /p' "$file" > "places/$(basename "$file" .list).list"
done
with="-qq -o APT::Sandbox::User=root -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=$folder/places -o Dir::State::lists=$folder/lists
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache="
# shellcheck disable=SC2086
apt-get $with update
# shellcheck disable=SC2086
apt-get $with source --download-only --only-source libyaml jansson > /dev/null

sha256sum --quiet -c - <<'SUMS'
fa240dbf262be053f3898006d502d514936c818e422afdcf33921c63bed9bf2e  libyaml_0.2.5.orig.tar.gz
c739578bf6b764aa0752db9a2fdadcfe921c78f1228c7ec0bb47fa804c55d17b  jansson_2.14.orig.tar.gz
SUMS
for name in libyaml jansson; do
    mkdir -p $name
    tar -xzf $name*.orig.tar.gz -C $name --strip-components=1
done
# As its configure would answer here: no threads, no locale; numbers are read and written as in C.
sed 's/@json_inline@/inline/; s/@json_have_long_long@/1/; s/@json_have_[a-z_]*@/0/' \
    jansson/src/jansson_config.h.in > jansson/src/jansson_config.h
: > jansson/src/jansson_private_config.h
