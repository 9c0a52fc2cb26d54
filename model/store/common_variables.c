#include "store/common_variables.h"

#include <stdlib.h>

void tl_common_head(tl_File *file, const char *title, const char *layout, int version)
{
    tl_file_text(file, file->id, "Conventions", "CF-1.10");
    tl_file_text(file, file->id, "title", title);
    tl_file_integer(file, file->id, layout, TL_INT32, version);
}

void tl_common_maker(tl_File *file, const char *const texts[TL_MAKER_TEXTS])
{
    for (int i = 0; i < TL_MAKER_TEXTS; i++) {
        tl_file_text(file, file->id, tl_maker_names[i], texts[i]);
    }
}

void tl_common_periods(tl_File *file, const tl_FileDimension *period, int64_t days, int64_t period_days)
{
    size_t count = (size_t)period->length;
    int32_t *first = tl_file_allocate(file, count, sizeof *first);
    int32_t *length = tl_file_allocate(file, count, sizeof *length);
    for (size_t i = 0; first != NULL && length != NULL && i < count; i++) {
        int64_t from = (int64_t)i * period_days, left = days - from;
        first[i] = (int32_t)from;
        length[i] = (int32_t)(left < period_days ? left : period_days);
    }
    tl_file_integers(file, period, "day", "d",
                     "first day of the period; 0 is the first day after the burn-in", first);
    tl_file_integers(file, period, "period_days", "d", "length of the period", length);
    free(first);
    free(length);
}
