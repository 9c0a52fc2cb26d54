#!/bin/sh
# Writes the digests of today's model into tests/unit/test_determinism.c. Only for a commit that changes a mechanism, names it in
# CHANGELOG.md and raises TL_MODEL_VERSION in model/system/provenance.h.
set -eu
for replicate in 0 1; do
    make -s build/tests/test_determinism
    digest=$(build/tests/test_determinism 2>&1 | sed -n "s/^replicate $replicate: \(0x[0-9a-f]*\).*/\1/p" | head -n 1)
    [ -n "$digest" ] || continue
    if [ "$replicate" = 0 ]; then
        sed -i "s/\(GOLDEN\[\] = {\)0x[0-9a-f]*/\1$digest/" tests/unit/test_determinism.c
    else
        sed -i "s/\(GOLDEN\[\] = {0x[0-9a-f]*, \)0x[0-9a-f]*/\1$digest/" tests/unit/test_determinism.c
    fi
done
grep -n 'GOLDEN\[\] =' tests/unit/test_determinism.c
