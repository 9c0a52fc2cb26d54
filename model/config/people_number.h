/* Numbers as people write them, in forms and on the command line. */
#ifndef TL_PEOPLE_NUMBER_H
#define TL_PEOPLE_NUMBER_H

#include <stdbool.h>

/* What a text is: nothing ("", "-", "vet ej"), one number, about one number ("ca 350"), two ends ("300-350"), or none of
 * these. */
typedef enum tl_Written {
    TL_WRITTEN_NOTHING,
    TL_WRITTEN_NUMBER,
    TL_WRITTEN_ABOUT,
    TL_WRITTEN_ENDS,
    TL_WRITTEN_OTHER
} tl_Written;

typedef struct tl_PeopleNumber {
    tl_Written written;
    double value, other_end;
    double
        grouped; /* the value if its only point or comma, three digits from the end, groups thousands ("1.200"); else NaN */
    bool per_cent; /* "16 %", "16 procent" */
    char unit[40]; /* what else follows, in small letters: "personer", "kr/tim"; "" mostly */
} tl_PeopleNumber;

/* Reads "1 200", "28,5", "16 %", "ca 350", "1.200,50", in either language; spaces may be hard or thin. */
tl_PeopleNumber tl_people_number(const char *text);

#endif
