/* Parameters and measures by a word of theirs, for people who know neither paths nor names: "nöjd", "kontinuiteten". */
#ifndef TL_WORD_SEARCH_H
#define TL_WORD_SEARCH_H

#include "core/observation/measure.h"
#include "core/parameters/parameter.h"

/* What a word was found in: a parameter or a measure; the other is -1. */
typedef struct tl_Hit {
    int parameter, measure;
} tl_Hit;

enum { TL_MOST_HITS = tl_parameter_count + tl_measure_count };

/* All that have the text in what they are called, in either language; else those that have it without its ending; else
 * those that have it so in what they mean. Their number. */
int tl_word_search(const char *text, tl_Hit found[TL_MOST_HITS]);

#endif
