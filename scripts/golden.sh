#!/bin/sh
# Writes the digests of today's model into tests/unit/test_determinism.c. Only for a commit that changes a mechanism, names it in
# CHANGELOG.md and raises TL_MODEL_VERSION in model/system/provenance.h.
set -eu
before=""
for golden in 0 1 2; do
    make -s build/tests/test_determinism
    digest=$(build/tests/test_determinism 2>&1 | sed -n "s/^golden $golden: \(0x[0-9a-f]*\).*/\1/p" | head -n 1)
    [ -z "$digest" ] || sed -i "s/\(GOLDEN\[\] = {$before\)0x[0-9a-f]*/\1$digest/" tests/unit/test_determinism.c
    before="${before}0x[0-9a-f]*, "
done
grep -n 'GOLDEN\[\] =' tests/unit/test_determinism.c
