#!/bin/sh
# Prints build_info.h: what a result file says about the program that made it.
# usage: build-info.sh VERSION CC FLAGS
set -eu
commit=$(git rev-parse HEAD 2>/dev/null || echo unknown)
[ "$commit" = unknown ] || git diff --quiet HEAD -- model 2>/dev/null || commit="$commit+changes"
compiler=$($2 --version 2>/dev/null | head -n 1)
printf '#define TL_VERSION "%s"\n#define TL_COMMIT "%s"\n#define TL_COMPILER "%s"\n#define TL_FLAGS "%s"\n' \
    "$1" "$commit" "$compiler" "$3"
