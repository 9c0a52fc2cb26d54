/* Is a file what it says it is? The one verifier, of results and of merged sweeps: the file is made again under
 * TMPDIR, from what it says of itself, and file is compared with file; and its checksum is counted. */
#ifndef TL_VERIFY_H
#define TL_VERIFY_H

#include "store/files_compare.h"
#include "store/hdf5_checksum.h"
#include "store/stored.h"

typedef struct tl_Verified {
    tl_Seal seal;
    char why[512]; /* of a seal that is broken or cannot be read */
    tl_Comparison comparison;
} tl_Verified;

/* Makes the file again at `path`; false, having said why, if that cannot be done. */
typedef bool tl_MakeAgain(void *context, const char *path);

/* `replicates`: so many of each arm of a result are made again; 0: all. False with messages if the file could not
 * be made again or compared. */
bool tl_verify(const tl_Stored *stored, int replicates, tl_MakeAgain *make, void *context,
               tl_Verified *verified, tl_Messages *messages);

/* Is nothing wrong? */
bool tl_verified_is_good(const tl_Verified *verified);

#endif
