/* FNV-1a of texts, 64 bits, but for where it begins, which identities in sweeps' files hold us to: tells
 * apart what was changed by mistake, not what was forged. */
#ifndef TL_TEXT_HASH_H
#define TL_TEXT_HASH_H

#include <stdint.h>

#define TL_TEXT_HASH 1469598103934665603u

/* Goes on from `hash`, which begins as TL_TEXT_HASH. */
static inline uint64_t tl_text_hash(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    }
    return hash;
}

#endif
