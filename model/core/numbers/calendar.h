/* The calendar, the clock and money: lengths and parts that every mechanism shares. */
#ifndef TL_CALENDAR_H
#define TL_CALENDAR_H

enum {
    TL_WEEK_DAYS = 7,
    TL_WINDOW_DAYS = 14, /* the official continuity window */
    TL_ROTA_DAYS = 28,
    TL_QUARTER_DAYS = 84, /* of courses: three periods of 28 days */
    TL_HALF_YEAR_DAYS = 182,
    TL_COURSE_YEAR_DAYS = 364, /* thirteen of them */
    TL_MONTH_DAYS = 30,        /* of what is done by the month, and of money */
    TL_YEAR_DAYS = 365,
    TL_YEAR_MONTHS = 12,
    TL_SATURDAY = 5, /* weekdays count from 0, Monday */
    TL_HOUR_MIN = 60,
    TL_MINUTE_S = 60,
    TL_HOUR_S = 3600,
    TL_ORE = 100 /* to a krona */
};

#define TL_LEAP_YEAR_DAYS 365.25 /* a year's days, leap years included */

#endif
