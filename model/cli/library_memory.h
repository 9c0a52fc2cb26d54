/* Memory of the libraries that the command is linked with: where they get none, the program ends as
 * system/memory.h says. */
#ifndef TL_LIBRARY_MEMORY_H
#define TL_LIBRARY_MEMORY_H

/* Makes jansson end the program where it gets no memory, so that no JSON lacks a part. Before anything else. */
void tl_library_memory_begin(void);

#endif
