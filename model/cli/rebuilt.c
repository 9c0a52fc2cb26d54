#define _POSIX_C_SOURCE 200809L

#include "cli/rebuilt.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/hdf5_checksum.h"

enum { MOST_SHOWN = 20 };

/* ---- the folder
 * -------------------------------------------------------------------------------------------------- */

bool tl_rebuilt_start(tl_Rebuilt *rebuilt)
{
    const char *temporary = getenv("TMPDIR");
    snprintf(rebuilt->folder, sizeof rebuilt->folder, "%s/tillit-verify-XXXXXX",
             temporary != NULL && temporary[0] != '\0' ? temporary : "/tmp");
    if (mkdtemp(rebuilt->folder) == NULL) {
        fprintf(stderr, "tillit: %s: no folder can be made for the rerun (TMPDIR says where): %s\n",
                rebuilt->folder, strerror(errno));
        return false;
    }
    snprintf(rebuilt->path, sizeof rebuilt->path, "%s/rerun.h5", rebuilt->folder);
    return true;
}

void tl_rebuilt_end(const tl_Rebuilt *rebuilt)
{
    char path[2 * TL_PATH_SIZE];
    DIR *entries = opendir(rebuilt->folder);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", rebuilt->folder, entry->d_name);
        unlink(path);
    }
    if (entries != NULL) {
        closedir(entries);
    }
    rmdir(rebuilt->folder);
}

/* ---- names, units and texts
 * -------------------------------------------------------------------------------------- */

typedef struct Said {
    const char *a, *b;        /* which file is which */
    bool same_program, whole; /* whole: its checksum is there and right */
    int count, reworded;
    char first_reworded[TL_LABEL_SHOWN];
} Said;

static void print_difference(const Said *said, const tl_LabelDifference *d)
{
    char object[TL_LABEL_SHOWN], attribute[TL_LABEL_SHOWN];
    const char *named = d->object[0] != '\0' ? d->object : "the file";
    tl_label_text((const unsigned char *)named, strlen(named), object, sizeof object);
    tl_label_text((const unsigned char *)d->attribute, strlen(d->attribute), attribute, sizeof attribute);
    printf("  %s%s%s: ", attribute, attribute[0] != '\0' ? " of " : "", object);
    if (strcmp(d->b, "-") == 0 || strcmp(d->a, "-") == 0) {
        printf("only %s\n", strcmp(d->b, "-") == 0 ? said->a : said->b);
    } else {
        printf("%s %s, %s %s\n", d->a, said->a, d->b, said->b);
    }
}

static void say(void *context, const tl_LabelDifference *d)
{
    Said *said = context;
    if (said->count == 0) {
        printf("names, units and texts differ:\n");
    }
    if (said->count++ < MOST_SHOWN) {
        print_difference(said, d);
    }
}

/* Another program may know more settings than a config in the file names, and may describe a variable
 * otherwise: if the checksum vouches for the words, or the file has none, they are let pass, and told. */
static bool may_differ(const Said *said, const tl_LabelDifference *d)
{
    bool in_both = strcmp(d->a, "-") != 0 && strcmp(d->b, "-") != 0;
    return !said->same_program &&
           (d->kind == TL_LABEL_NEW || (d->kind == TL_LABEL_WORDS && said->whole && in_both) ||
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
        fprintf(stderr, "tillit: %s: %s\n", path, why);
    } else if (seal == TL_SEAL_BROKEN) {
        printf("changed since it was written: %s\n", why);
    } else if (seal == TL_SEAL_NONE) {
        fprintf(
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
        printf("  and %d more\n", said->count - MOST_SHOWN);
    }
    if (!good) {
        fprintf(stderr, "tillit: %s\n", error);
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
        fprintf(stderr, "%s: %d texts are not in this program's words, first %s\n", path, said.reworded,
                said.first_reworded);
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
