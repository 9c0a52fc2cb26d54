#include "store/hdf5_table.h"

#include <assert.h>
#include <stdlib.h>

#include "system/memory.h"

void tl_file_table_create(tl_FileTable *table, tl_File *file, const char *dimension, size_t row_size,
                          int column_room)
{
    *table = (tl_FileTable){.row_size = row_size, .column_room = column_room};
    table->columns = tl_allocate((size_t)column_room, sizeof *table->columns);
    table->block = tl_allocate(TL_TABLE_BLOCK, sizeof(double));
    table->dimension = tl_file_dimension(file, dimension, 0, true);
}

void tl_file_table_add_column(tl_FileTable *table, tl_File *file, const tl_Definition *definition,
                              size_t offset)
{
    if (file->failed) {
        return;
    }
    assert(table->column_count < table->column_room);
    tl_Column *column = &table->columns[table->column_count++];
    column->offset = offset;
    column->variable = tl_file_variable(file, definition, (const tl_FileDimension *[]){&table->dimension}, 1);
}

static void append_column(tl_FileTable *table, tl_File *file, const tl_Column *column, const void *rows,
                          hsize_t count)
{
    const char *first = (const char *)rows + column->offset;
    tl_gather(table->block, first, tl_type_size(column->variable.type), table->row_size, (size_t)count);
    tl_file_extend(file, column->variable.dataset, table->row_count + count);
    tl_file_write(file, &column->variable, &table->row_count, &count, table->block);
}

void tl_file_table_append(tl_FileTable *table, tl_File *file, const void *rows, size_t count)
{
    assert(count <= TL_TABLE_BLOCK);
    if (file->failed || count == 0) {
        return;
    }
    for (int i = 0; i < table->column_count; i++) {
        append_column(table, file, &table->columns[i], rows, count);
    }
    tl_file_extend(file, table->dimension.scale, table->row_count + count);
    table->row_count += count;
}

void tl_file_table_free(tl_FileTable *table)
{
    free(table->columns);
    free(table->block);
    *table = (tl_FileTable){.columns = NULL};
}
