#include "store/maker.h"

#include <string.h>

#include "system/provenance.h"
#include "system/shown.h"

/* The first three say which program it is, the rest how it was built. */
enum { OF_PROGRAM = 3 };

const char *const tl_maker_names[TL_MAKER_TEXTS] = {"version", "model_version", "commit", "compiler",
                                                    "flags"};

static bool is_here(const tl_Maker *maker, int i, const char **here)
{
    tl_Provenance p = tl_provenance();
    *here = (const char *const[]){p.version, p.model_version, p.commit, p.compiler, p.flags}[i];
    return strcmp(maker->texts[i], *here) == 0;
}

bool tl_maker_is_this(const tl_Maker *maker)
{
    bool same = true;
    const char *here;
    for (int i = 0; i < OF_PROGRAM; i++) {
        same = same && is_here(maker, i, &here);
    }
    return same;
}

int tl_maker_print(const tl_Maker *maker, const char *indent, FILE *to)
{
    int count = 0;
    const char *here;
    for (int i = 0; i < TL_MAKER_TEXTS; i++) {
        if (!is_here(maker, i, &here)) {
            bool of_model = strcmp(tl_maker_names[i], "model_version") == 0;
            tl_print(to, "%s%s: %s there, %s here%s\n", indent, tl_maker_names[i],
                     maker->texts[i][0] != '\0' ? maker->texts[i] : "(not said)", here,
                     of_model ? ": other results are to be expected" : "");
            count++;
        }
    }
    return count;
}
