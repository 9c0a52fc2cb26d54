/* Handles: what a caller of the library holds is a number in a pointer's clothes, never an address. So NULL, a handle
 * that was freed and one of another kind are told apart from a good one, whatever else was made since. */
#ifndef TL_HANDLE_H
#define TL_HANDLE_H

#include "tillit.h"

typedef enum tl_HandleKind {
    TL_HANDLE_MESSAGES = 1,
    TL_HANDLE_CONFIG,
    TL_HANDLE_EXPERIMENT,
    TL_HANDLE_SIMULATION,
    TL_HANDLE_RESULTS
} tl_HandleKind;

/* A handle for an object, which it does not own; NULL where memory is short. */
void *tl_handle_new(tl_HandleKind kind, void *object);

/* The object of a handle: TILLIT_OK, TILLIT_NULL or TILLIT_ENDED, with NULL. */
tillit_status tl_handle_find(tl_HandleKind kind, const void *handle, void **object);

/* The same where only the object is asked for. */
void *tl_handle_object(tl_HandleKind kind, const void *handle);

/* Ends a handle; its object, or NULL if it is none. */
void *tl_handle_end(tl_HandleKind kind, const void *handle);

#endif
