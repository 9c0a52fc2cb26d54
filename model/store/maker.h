/* Which program made a file, and whether it was this one. */
#ifndef TL_MAKER_H
#define TL_MAKER_H

#include <stdbool.h>
#include <stdio.h>

enum { TL_MAKER_TEXTS = 5, TL_MAKER_SIZE = 1024 };

/* "" where it is not said. */
typedef struct tl_Maker {
    char texts[TL_MAKER_TEXTS][TL_MAKER_SIZE];
} tl_Maker;

/* What each text is called in files and manifests: "version", "model_version", "commit", "compiler", "flags". */
extern const char *const tl_maker_names[TL_MAKER_TEXTS];

/* Was it this very program, however it was built? */
bool tl_maker_is_this(const tl_Maker *maker);

/* Prints in what it was another program, each line after `indent`; returns in how much. */
int tl_maker_print(const tl_Maker *maker, const char *indent, FILE *to);

#endif
