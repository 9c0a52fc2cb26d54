/* Time that only goes forward. */
#ifndef TL_CLOCK_H
#define TL_CLOCK_H

/* Seconds of the monotonic clock. */
double tl_now_s(void);

#endif
