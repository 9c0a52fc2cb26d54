#!/bin/sh
# The same golden digests from every compiler and optimisation level: builds and runs the determinism test with each.
# usage: [PAIRS="gcc -O0|clang-19 -O3 -march=native"] tests/support/compilers.sh   (from the top of the checkout; every pair
# where none is named; compilers that are missing are named and skipped)
set -u
passed=0 failed=0 skipped=0
check() { # check CC OPT
    if ! command -v "$1" >/dev/null 2>&1; then
        echo "skipped: $1 is not installed"
        skipped=$((skipped + 1))
        return
    fi
    dir=build/compilers/$1$(echo "$2" | tr -d ' =')
    if make --no-print-directory -s -j"$(nproc)" WERROR= BUILD="$dir" CC="$1" OPT="$2" "$dir/tests/test_determinism" >"$dir.log" 2>&1 &&
        "$dir/tests/test_determinism" >>"$dir.log" 2>&1; then
        echo "same digests: $1 $2"
        passed=$((passed + 1))
    else
        echo "DIFFERENT: $1 $2 (see $dir.log)"
        failed=$((failed + 1))
    fi
}
mkdir -p build/compilers
clang=${CLANG:-clang-19}
every=$(for cc in gcc "$clang"; do for opt in -O0 -O2 -O3 "-O3 -march=native"; do echo "$cc $opt"; done; done)
printf '%s\n' "${PAIRS:-$every}" | tr '|' '\n' >build/compilers/pairs
while read -r cc opt; do
    check "$cc" "$opt"
done <build/compilers/pairs
echo "compilers: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
