/* Damage to a valid HDF5 file, as the bytes of a fuzzer say: variables that lack, hold other values, have
 * another shape or type; attributes likewise. Done through HDF5 itself, so that what is tested is what our
 * readers make of a well-formed file with anything in it, not the library. */
#ifndef TL_DAMAGE_H
#define TL_DAMAGE_H

#include <stddef.h>
#include <stdint.h>

void damage_file(const char *path, const uint8_t *bytes, size_t size);

#endif
