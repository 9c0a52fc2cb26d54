#!/bin/sh
# Data races: the determinism test under clang's ThreadSanitizer with Archer, which knows OpenMP's synchronisation.
# Without Archer the warnings would be false, so its presence is checked first.
set -eu
version=${CLANG:-19}
archer=/usr/lib/llvm-$version/lib/libarcher.so
[ -e "$archer" ] || { echo "races: $archer is missing (Debian: libomp-$version-dev)" >&2; exit 1; }
make --no-print-directory -s -j"$(nproc)" BUILD=build/races CC="clang-$version" OPT=-O1 SANITIZE=thread build/races/tests/test_determinism
export OMP_TOOL_LIBRARIES="$archer" KMP_BLOCKTIME=0 TSAN_OPTIONS="ignore_noninstrumented_modules=1 halt_on_error=1"
ARCHER_OPTIONS=verbose=1 build/races/tests/test_determinism >build/races/log 2>&1 || { cat build/races/log; exit 1; }
grep -q 'Archer detected OpenMP application with TSan' build/races/log || { echo "races: Archer did not load" >&2; exit 1; }
grep -E '^\[ *(=|PASSED)' build/races/log | tail -n 2
echo "races: 1 passed, 0 failed"
