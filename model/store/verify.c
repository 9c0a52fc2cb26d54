#include "store/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_file.h"
#include "system/memory.h"
#include "system/path.h"
#include "system/temporary.h"
#include "system/whole_file.h"

/* A file to be made in a folder of its own; it stays where it is until it is removed. */
typedef struct Rebuilt {
    char folder[TL_PATH_SIZE + TL_TEMPORARY_SUFFIX], path[TL_PATH_SIZE + TL_TEMPORARY_SUFFIX + 16];
} Rebuilt;

static bool start(Rebuilt *rebuilt, tl_Messages *messages)
{
    const char *given = getenv("TMPDIR");
    char path[TL_PATH_SIZE];
    snprintf(path, sizeof path, "%.4000s/tillit-verify", given != NULL && given[0] != '\0' ? given : "/tmp");
    tl_temporaries_clean_of(path);
    int cause = tl_temporary_create_folder(path, rebuilt->folder);
    if (cause != 0) {
        return tl_error(messages, (tl_Place){.file = "tillit"},
                        "%s: no folder can be made for the rerun (TMPDIR says where): %s", rebuilt->folder,
                        tl_file_cause(cause));
    }
    snprintf(rebuilt->path, sizeof rebuilt->path, "%s/rerun.h5", rebuilt->folder);
    tl_temporary_note(rebuilt->path);
    return true;
}

static bool compare(const tl_Stored *stored, int replicates, const char *path, tl_Verified *verified,
                    tl_Messages *messages)
{
    char error[TL_FILE_ERROR_SIZE];
    const tl_CompareRule rule = {.replicates = replicates < stored->replicate_count ? replicates : 0,
                                 .merged = stored->kind == TL_STORED_MERGED,
                                 .other_program = !tl_maker_is_this(&stored->maker)};
    verified->seal = tl_seal_check(stored->path, verified->why, sizeof verified->why);
    if (verified->seal == TL_SEAL_UNREAD) {
        return tl_error(messages, (tl_Place){.file = stored->path}, "%s", verified->why);
    }
    bool good = tl_files_compare(stored->path, path, &rule, &verified->comparison, error, sizeof error);
    if (!good) {
        tl_error(messages, (tl_Place){.file = "tillit"}, "%s", error);
    }
    return good;
}

bool tl_verify(const tl_Stored *stored, int replicates, tl_MakeAgain *make, void *context,
               tl_Verified *verified, tl_Messages *messages)
{
    Rebuilt *rebuilt =
        tl_allocate(1, sizeof *rebuilt); /* paths are too much for the stack on which it runs */
    *verified = (tl_Verified){.seal = TL_SEAL_UNREAD};
    bool good = start(rebuilt, messages);
    if (good) {
        good = make(context, rebuilt->path) && compare(stored, replicates, rebuilt->path, verified, messages);
        tl_temporary_remove(rebuilt->path);
        tl_temporary_remove_folder(rebuilt->folder);
    }
    free(rebuilt);
    return good;
}

bool tl_verified_is_good(const tl_Verified *v)
{
    const tl_Comparison *c = &v->comparison;
    return v->seal != TL_SEAL_BROKEN && c->differing == 0 && c->label_count == 0 && c->lacking[0] == '\0' &&
           c->unlike[0] == '\0';
}
