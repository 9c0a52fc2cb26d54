/* Types of the numbers that stand in memory and in files. */
#ifndef TL_NUMBER_TYPE_H
#define TL_NUMBER_TYPE_H

typedef enum tl_Type { TL_UINT8, TL_INT32, TL_INT64, TL_UINT64, TL_FLOAT, TL_DOUBLE } tl_Type;

#endif
