/* What the command line asks of an experiment beyond its file. */
#ifndef TL_ASKED_H
#define TL_ASKED_H

#include "config/experiment.h"

typedef struct tl_Asked {
    tl_Language language; /* of names, and of what is said */
    const char *
        municipality; /* takes the place of each arm's: a name, or a file by its whole path; NULL: none does */
    const char *const
        *what_if; /* "employees per manager=25", [what_if_count]: a further arm (config/what_if.h) */
    int what_if_count;
    const char *like; /* the name of the arm that it is like; NULL: the first that fits */
} tl_Asked;

#endif
