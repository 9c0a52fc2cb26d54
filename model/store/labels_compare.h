/* What two files say about their numbers: which variables there are, their types and shapes, names,
 * coordinates, units, texts and every other attribute. One function for results and merged sweeps; numbers
 * that a simulation gave are compared by store/results_compare.h, or here if asked for. */
#ifndef TL_LABELS_COMPARE_H
#define TL_LABELS_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

enum { TL_LABEL_SHOWN = 160 };

typedef enum tl_LabelKind {
    TL_LABEL,       /* anything that must be the same */
    TL_LABEL_WORDS, /* a description (long_name, source, ...): the words of the program that wrote the file */
    TL_LABEL_NEW    /* a description that only the second file has */
} tl_LabelKind;

/* One that differs; valid during the call that gets it. */
typedef struct tl_LabelDifference {
    tl_LabelKind kind;
    const char *object;                        /* the variable; "" for the file */
    const char *attribute;                     /* "": the variable itself */
    char a[TL_LABEL_SHOWN], b[TL_LABEL_SHOWN]; /* what stands there, as text; "-" where it is lacking */
} tl_LabelDifference;

typedef void tl_SayLabel(void *context, const tl_LabelDifference *difference);

typedef struct tl_LabelRule {
    bool unlike_replicates; /* one file holds only the first replicates of the other */
    bool rewritten;         /* the second was written from what the first holds: numbers and provenance too */
} tl_LabelRule;

/* False, with a message that names the file, if one cannot be read or holds what no file of ours does.
 * Attributes that say who made a file, when and how are compared only if the second was rewritten from the
 * first: a rerun is made by whoever reruns. The checksum never is: it has a check of its own. Not thread-safe
 * (HDF5). */
bool tl_labels_compare(const char *path_a, const char *path_b, const tl_LabelRule *rule, tl_SayLabel *say,
                       void *context, char *error, size_t error_size);

#endif
