/* Estimates and courses as the caller sees them. */
#ifndef TL_LIBRARY_ESTIMATES_H
#define TL_LIBRARY_ESTIMATES_H

#include "run/course.h"
#include "run/estimate.h"
#include "tillit.h"

tillit_estimate tl_library_estimate(tl_Estimate estimate);
tillit_time tl_library_time(tl_CourseTime time);
tillit_course tl_library_course(const tl_Course *course);

#endif
