/* The twelve figures by which a municipality is described: read from a small CSV file, one a line, or one by
 * one. */
#ifndef TL_MUNICIPAL_FIGURES_H
#define TL_MUNICIPAL_FIGURES_H

#include "config/experiment.h"
#include "system/message.h"

typedef enum tl_FigureKind {
    TL_FIGURE_RECIPIENTS,
    TL_FIGURE_HOURS,
    TL_FIGURE_AREAS,
    TL_FIGURE_STAFF,
    TL_FIGURE_SPAN,
    TL_FIGURE_HOURLY,
    TL_FIGURE_ABSENCE,
    TL_FIGURE_STAFF_MET,
    TL_FIGURE_SATISFIED,
    TL_FIGURE_COST,
    TL_FIGURE_OFFICERS,
    TL_FIGURE_PROVIDERS,
    TL_FIGURES
} tl_FigureKind;

/* What a figure counts, which is what may stand after its number. */
typedef enum tl_FigureUnit {
    TL_FIGURE_OF_COUNT,
    TL_FIGURE_OF_HOURS,
    TL_FIGURE_OF_SHARE,
    TL_FIGURE_OF_MONEY
} tl_FigureUnit;

/* What becomes of a figure: the model starts from it, it stands beside what the model finds, or it is only kept. */
typedef enum tl_FigureUse { TL_FIGURE_MODEL, TL_FIGURE_COMPARED, TL_FIGURE_KEPT } tl_FigureUse;

/* What a figure is called in files and what it means to the one who fills it in; shares are in per cent. */
typedef struct tl_Figure {
    const char *name[2], *meaning[2]; /* by tl_Language */
    const char *also;                 /* what else people call it, between '|': suggested, not taken */
    double low, high;                 /* what is plausible */
    bool whole;
    tl_FigureUnit unit;
    tl_FigureUse use;
} tl_Figure;

extern const tl_Figure tl_figures[TL_FIGURES];

/* What is known; NaN where nothing is. */
typedef struct tl_MunicipalFigures {
    double value[TL_FIGURES];
} tl_MunicipalFigures;

/* Reads a value as people write it: "1 200", "28,5", "16 %", "426 kr"; an empty text, "-" or "vet ej" is not known. False, with
 * what to write or what is allowed in `why`, when it is no number or not plausible, or not certain: "ca 350", 0,085 per cent. */
bool tl_figure_read(int figure, const char *text, tl_Language language, double *value, char *why,
                    size_t size);

/* Reads lines "name;value" (or with a tab or comma), in UTF-8 or Windows-1252. Names in either language;
 * lines that begin with '#', and a head line, are for people. False with messages, one a mistake. */
bool tl_figures_load(const char *path, tl_Language language, tl_MunicipalFigures *figures,
                     tl_Messages *messages);

#endif
