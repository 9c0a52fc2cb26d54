/* Which way of a measure is better for people: for those who are helped, those who help, and those who pay. */
#ifndef TL_MEASURE_BETTER_H
#define TL_MEASURE_BETTER_H

/* 1: more is better, -1: less is, 0: neither, or it is contested. */
int tl_measure_better(int measure);

#endif
