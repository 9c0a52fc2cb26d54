/* The file of a checkpoint: records, one after the other, in a file that is whole or absent (docs/LAYOUT.md). Each
 * record has a checksum of its bytes, and the last one a checksum of all heads, so that damage anywhere is seen before
 * anything is taken from it. */
#ifndef TL_CHECKPOINT_FILE_H
#define TL_CHECKPOINT_FILE_H

#include "core/day/kept_state.h"
#include "system/message.h"

typedef enum tl_RecordKind {
    TL_RECORD_TEXT,     /* who wrote it and of what: number says which */
    TL_RECORD_STAGE,    /* the shape of a plan whose runs follow */
    TL_RECORD_PERIOD,   /* what run `number` reported */
    TL_RECORD_SNAPSHOT, /* and how its people were */
    TL_RECORD_FINISHED, /* run `number` has ended: its record and what is kept of it */
    TL_RECORD_RUN,      /* run `number` is under way: its state, and what is kept so far */
    TL_RECORD_BURN_IN,  /* a shared burn-in: its state */
    TL_RECORD_END,
    TL_RECORD_KINDS
} tl_RecordKind;

/* As in the file, before its bytes. */
typedef struct tl_RecordHead {
    int32_t kind, stage; /* stage: which call of tl_execute, from 0 */
    int64_t number;
    uint64_t bytes, checksum;
} tl_RecordHead;

/* A record and where its bytes begin in the file. */
typedef struct tl_Record {
    tl_RecordHead head;
    uint64_t at;
    bool superseded; /* a state that somebody went on from */
} tl_Record;

/* Stays open, so that it is the same file whatever takes its name. */
typedef struct tl_CheckpointFile {
    int descriptor; /* -1: none */
    uint64_t end;
    tl_Record *records; /* owned, [count] */
    size_t count;
} tl_CheckpointFile;

/* Opens a file and looks at all of it. False with a message: it cannot be read, is none, is damaged. To be closed in any
 * case. */
bool tl_checkpoint_file_open(tl_CheckpointFile *file, const char *path, tl_Messages *messages);

/* Fills the stretches [count], together as long as the record. False if the bytes are no longer what they were. */
bool tl_checkpoint_file_read(const tl_CheckpointFile *file, const tl_Record *record,
                             const tl_Stretch *stretches, int count);

/* Its first bytes, of which nothing is known yet but that they are there. */
bool tl_checkpoint_file_peek(const tl_CheckpointFile *file, const tl_Record *record, void *into,
                             size_t bytes);

/* The bytes of a record, to be freed, with a zero after them; NULL as above. */
char *tl_checkpoint_file_bytes(const tl_CheckpointFile *file, const tl_Record *record);

void tl_checkpoint_file_close(tl_CheckpointFile *file);

/* ---- writing ------------------------------------------------------------------------------------------- */

typedef struct tl_CheckpointWriter {
    tl_CheckpointFile file;
    const char *path;
    char *temporary, *buffer; /* owned */
    size_t buffered;
    int cause; /* what went wrong (system/whole_file.h); 0: nothing */
} tl_CheckpointWriter;

void tl_checkpoint_write_begin(tl_CheckpointWriter *writer, const char *path, bool overwrite);

/* Stretches [count] together are the record's bytes. */
void tl_checkpoint_write(tl_CheckpointWriter *writer, tl_RecordKind kind, int32_t stage, int64_t number,
                         const tl_Stretch *stretches, int count);

/* A record of another file. */
void tl_checkpoint_write_copy(tl_CheckpointWriter *writer, const tl_CheckpointFile *from,
                              const tl_Record *record);

/* Gives the file its name, and puts it in the place of `file`, which is closed. A cause (0: it is done); the file that
 * was there, and `file`, stay as they were. */
int tl_checkpoint_write_end(tl_CheckpointWriter *writer, bool overwrite, tl_CheckpointFile *file);

#endif
