/* Rows of a table, kept as one variable a column along a dimension that grows. */
#ifndef TL_HDF5_TABLE_H
#define TL_HDF5_TABLE_H

#include "store/hdf5_file.h"

/* Rows are appended in blocks of at most this many. */
enum { TL_TABLE_BLOCK = 4096 };

typedef struct tl_Column {
    tl_Variable variable;
    size_t offset; /* of the field within a row in memory */
} tl_Column;

typedef struct tl_FileTable {
    tl_FileDimension dimension;
    tl_Column *columns; /* owned */
    void *block;        /* owned: one column of a block */
    size_t row_size;    /* bytes from row to row in memory */
    hsize_t row_count;
    int column_count, column_room;
} tl_FileTable;

/* An empty table with room for so many columns. */
void tl_file_table_create(tl_FileTable *table, tl_File *file, const char *dimension, size_t row_size,
                          int column_room);

void tl_file_table_add_column(tl_FileTable *table, tl_File *file, const tl_Definition *definition,
                              size_t offset);

/* Appends at most TL_TABLE_BLOCK rows. */
void tl_file_table_append(tl_FileTable *table, tl_File *file, const void *rows, size_t count);

void tl_file_table_free(tl_FileTable *table);

#endif
