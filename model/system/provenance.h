/* Which program made a result. */
#ifndef TL_PROVENANCE_H
#define TL_PROVENANCE_H

/* Raised in the same commit as any change of a digest, with the mechanism named in CHANGELOG.md. */
#define TL_MODEL_VERSION "4"

typedef struct tl_Provenance {
    const char *version, *model_version, *commit, *compiler, *flags;
} tl_Provenance;

tl_Provenance tl_provenance(void);

#endif
