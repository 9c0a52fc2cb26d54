/* Randomness: every draw belongs to (seed, replicate, process, permanent id, day, occasion).
 *
 * PCG32 (XSH-RR, O'Neill 2014) with state and increment hashed from that key by splitmix64. Seeding PCG with
 * the id as its stream number correlates neighbouring agents; hashing the key does not (tests/unit/test_rng.c
 * shows both). */
#ifndef TL_RNG_H
#define TL_RNG_H

#include <stdint.h>

/* What a draw is for. */
typedef enum tl_Process {
#define TL_PROCESS(number, NAME, name, meaning) TL_PROCESS_##NAME = (number),
#include "core/numbers/processes.def"
} tl_Process;

typedef struct tl_Rng {
    uint64_t state;
    uint64_t increment; /* odd; selects the stream */
} tl_Rng;

#define TL_PCG_MULTIPLIER 6364136223846793005ULL
#define TL_GOLDEN 0x9e3779b97f4a7c15ULL

/* splitmix64's finaliser (Steele, Lea & Flood 2014): a bijection that mixes every input bit into every output
 * bit. */
static inline uint64_t tl_mix64(uint64_t z)
{
    z += TL_GOLDEN;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/* Key of one process in one run. */
static inline uint64_t tl_process_key(uint64_t seed, uint64_t replicate, tl_Process process)
{
    return tl_mix64(tl_mix64(tl_mix64(seed) + replicate) ^ ((uint64_t)process << 48));
}

/* Key of one entity (permanent id) on one day within a process. */
static inline uint64_t tl_day_key(uint64_t process_key, uint64_t id, int32_t day)
{
    return tl_mix64(tl_mix64(process_key ^ id) + (uint64_t)(uint32_t)day);
}

/* Generator for a key: state and stream both hashed. */
static inline tl_Rng tl_rng(uint64_t key)
{
    return (tl_Rng){.state = tl_mix64(key), .increment = tl_mix64(key ^ TL_GOLDEN) | 1u};
}

static inline uint32_t tl_rng_u32(tl_Rng *rng)
{
    uint64_t old = rng->state;
    rng->state = old * TL_PCG_MULTIPLIER + rng->increment;
    uint32_t xorshifted = (uint32_t)(((old >> 18u) ^ old) >> 27u);
    uint32_t rotation = (uint32_t)(old >> 59u);
    return (xorshifted >> rotation) | (xorshifted << ((32u - rotation) & 31u));
}

/* The k-th 64 bits of a key: splitmix64's own sequence (Steele, Lea & Flood 2014). For what is drawn at every
 * visit or for every person every day, where to seed PCG costs more than to draw. */
static inline uint64_t tl_bits(uint64_t key, uint32_t k)
{
    return tl_mix64(key + (uint64_t)k * TL_GOLDEN);
}

/* Uniforms in [0, 1) from the upper and the lower half of 64 bits. */
static inline double tl_upper(uint64_t bits)
{
    return (double)(uint32_t)(bits >> 32) * (1.0 / 4294967296.0);
}

static inline double tl_lower(uint64_t bits)
{
    return (double)(uint32_t)bits * (1.0 / 4294967296.0);
}

/* Mean 0, variance 1: the sum of four 16-bit uniforms. Bounded by +-3.47 and within .01 of the normal
 * distribution function everywhere; for shocks and noise, where no far tail is wanted. */
static inline double tl_noise(uint64_t bits)
{
    uint64_t pairs = (bits & 0x0000ffff0000ffffULL) + (bits >> 16 & 0x0000ffff0000ffffULL);
    int32_t sum = (int32_t)(uint32_t)pairs + (int32_t)(uint32_t)(pairs >> 32);
    return (double)(sum - 131070) * (1.7320508075688772 / 65536.0);
}

/* Uniform in [0, 1), 32 bits. */
static inline double tl_rng_uniform(tl_Rng *rng)
{
    return (double)tl_rng_u32(rng) * (1.0 / 4294967296.0);
}

/* As tl_noise, from two draws. */
static inline double tl_rng_noise(tl_Rng *rng)
{
    uint64_t bits = (uint64_t)tl_rng_u32(rng) << 32;
    return tl_noise(bits | tl_rng_u32(rng));
}

/* Mean 0, variance 1, tails to +-6: sum of twelve uniforms minus six; for set-up, where tails matter. */
static inline double tl_rng_normal(tl_Rng *rng)
{
    double sum = -6.0;
    for (int i = 0; i < 12; i++) {
        sum += tl_rng_uniform(rng);
    }
    return sum;
}

#endif
