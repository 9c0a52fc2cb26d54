// Our PCG32 against the reference implementation (pcg-cpp): draws and jumps, many seeds and streams.
#include <cstdint>
#include <cstdio>
#include <pcg_random.hpp>

extern "C" {
#include "../support/pcg.h"
}

static int mismatches(std::uint64_t seed, std::uint64_t stream)
{
    pcg32 reference(seed, stream);
    tl_Rng own = pcg_reference(seed, stream);
    int wrong = 0;
    for (int draw = 0; draw < 1000; draw++) {
        wrong += reference() != tl_rng_u32(&own);
    }
    std::uint64_t steps = tl_mix64(seed ^ stream) >> 20;
    reference.advance(steps);
    pcg_advance(&own, steps);
    return wrong + (reference() != tl_rng_u32(&own));
}

int main()
{
    int passed = 0, failed = 0;
    for (std::uint64_t seed = 0; seed < 2000; seed++) {
        (mismatches(tl_mix64(seed), tl_mix64(seed + 7) >> 1) == 0 ? passed : failed)++;
    }
    std::printf("pcg reference: %d passed, %d failed\n", passed, failed);
    return failed != 0;
}
