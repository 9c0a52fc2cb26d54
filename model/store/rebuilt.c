#define _POSIX_C_SOURCE 200809L

#include "store/rebuilt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_checksum.h"
#include "system/shown.h"
#include "system/temporary.h"
#include "system/whole_file.h"

enum { MOST_SHOWN = 20 };

/* ---- the folder ---------------------------------------------------------------------------------------- */

bool tl_rebuilt_start(tl_Rebuilt *rebuilt)
{
    const char *given = getenv("TMPDIR");
    char path[TL_PATH_SIZE];
    snprintf(path, sizeof path, "%.4000s/tillit-verify", given != NULL && given[0] != '\0' ? given : "/tmp");
    tl_temporaries_clean_of(path);
    int cause = tl_temporary_create_folder(path, rebuilt->folder);
    if (cause != 0) {
        tl_print(stderr, "tillit: %s: no folder can be made for the rerun (TMPDIR says where): %s\n",
                 rebuilt->folder, tl_file_cause(cause));
        return false;
    }
    snprintf(rebuilt->path, sizeof rebuilt->path, "%s/rerun.h5", rebuilt->folder);
    tl_temporary_note(rebuilt->path);
    return true;
}

void tl_rebuilt_end(const tl_Rebuilt *rebuilt)
{
    tl_temporary_remove(rebuilt->path);
    tl_temporary_remove_folder(rebuilt->folder);
}

/* ---- names, units and texts ---------------------------------------------------------------------------- */

typedef struct Said {
    const char *a, *b;        /* which file is which */
    bool same_program, whole; /* whole: its checksum is there and right */
    int count, reworded;
    char first_reworded[TL_LABEL_SHOWN];
} Said;

static void print_difference(const Said *said, const tl_LabelDifference *d)
{
    bool of_file = d->object[0] == '\0';
    if (d->attribute[0] != '\0') {
        tl_print(stdout, "  %s of %s: ", d->attribute, of_file ? "the file" : d->object);
    } else {
        tl_print(stdout, "  %s: ", d->object);
    }
    if (strcmp(d->b, "-") == 0 || strcmp(d->a, "-") == 0) {
        tl_print(stdout, "only %s\n", strcmp(d->b, "-") == 0 ? said->a : said->b);
    } else {
        tl_print(stdout, "%s %s, %s %s\n", d->a, said->a, d->b, said->b);
    }
}

static void say(void *context, const tl_LabelDifference *d)
{
    Said *said = context;
    if (said->count == 0) {
        tl_print(stdout, "names, units and texts differ:\n");
    }
    if (said->count++ < MOST_SHOWN) {
        print_difference(said, d);
    }
}

/* Another program may know more settings than a config in the file names, and may describe a variable in
 * other words, which are told. */
static bool may_differ(const Said *said, const tl_LabelDifference *d)
{
    bool in_both = strcmp(d->a, "-") != 0 && strcmp(d->b, "-") != 0;
    return !said->same_program && (d->kind == TL_LABEL_NEW || (d->kind == TL_LABEL_WORDS && in_both) ||
                                   (strncmp(d->object, "config_", 7) == 0 && in_both));
}

static void say_if_wrong(void *context, const tl_LabelDifference *d)
{
    Said *said = context;
    if (!may_differ(said, d)) {
        say(context, d);
    } else if (said->reworded++ == 0) {
        snprintf(said->first_reworded, sizeof said->first_reworded, "%.40s of %.100s",
                 d->attribute[0] != '\0' ? d->attribute : "text", d->object);
    }
}

static tl_Seal check_seal(const char *path)
{
    char why[512];
    tl_Seal seal = tl_seal_check(path, why, sizeof why);
    if (seal == TL_SEAL_UNREAD) {
        tl_print(stderr, "tillit: %s: %s\n", path, why);
    } else if (seal == TL_SEAL_BROKEN) {
        tl_print(stdout, "changed since it was written: %s\n", why);
    } else if (seal == TL_SEAL_NONE) {
        tl_print(
            stderr,
            "%s was made before files had a checksum. Not checked: who made it, when and how (version, "
            "commit, compiler, flags, command, created), and whether the configs, experiment or design in "
            "it, from which all else was made again, are the first ones\n",
            path);
    }
    return seal;
}

static bool compare(const char *a, const char *b, const tl_LabelRule *rule, tl_SayLabel *tell, Said *said)
{
    char error[1024];
    bool good = tl_labels_compare(a, b, rule, tell, said, error, sizeof error);
    if (said->count > MOST_SHOWN) {
        tl_print(stdout, "  and %d more\n", said->count - MOST_SHOWN);
    }
    if (!good) {
        tl_print(stderr, "tillit: %s\n", error);
    }
    return good;
}

bool tl_rebuilt_agrees(const tl_Rebuilt *rebuilt, const char *path, const tl_LabelRule *rule,
                       bool same_program)
{
    tl_Seal seal = check_seal(path);
    if (seal == TL_SEAL_UNREAD) {
        return false;
    }
    Said said = {
        .a = "in the file", .b = "made again", .same_program = same_program, .whole = seal == TL_SEAL_GOOD};
    bool good = compare(path, rebuilt->path, rule, say_if_wrong, &said);
    if (said.reworded > 0) {
        tl_print(stderr, "%s: %d description%s in other words than this program's (%s%s)%s\n", path,
                 said.reworded, said.reworded > 1 ? "s" : "", said.reworded > 1 ? "the first is " : "",
                 said.first_reworded, said.whole ? "" : ", for which no checksum vouches");
    }
    return good && seal != TL_SEAL_BROKEN && said.count == 0;
}

/* Configs are told by what they set. */
static void say_but_configs(void *context, const tl_LabelDifference *d)
{
    if (strncmp(d->object, "config_", 7) != 0) {
        say(context, d);
    }
}

int tl_labels_print(const char *a, const char *b, const tl_LabelRule *rule)
{
    Said said = {.a = "in the first", .b = "in the second"};
    return compare(a, b, rule, say_but_configs, &said) ? said.count : -1;
}
