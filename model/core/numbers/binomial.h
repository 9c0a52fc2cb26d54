/* How many of n happen, each with probability p, from one uniform number: the larger the number, the more. */
#ifndef TL_BINOMIAL_H
#define TL_BINOMIAL_H

#include <stdint.h>

enum { TL_BINOMIAL_MOST = 100000 /* of more, the normal distribution stands for it */ };

/* The smallest k with P(X <= k) > u; 0 <= u < 1. Probabilities outside 0 to 1 count as the nearer end. */
int32_t tl_binomial(int32_t n, double p, double u);

#endif
