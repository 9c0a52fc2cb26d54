#include "store/checkpoint_state.h"

#include "system/memory.h"

enum { MOST = 1 + TL_STATE_STRETCHES + TL_KEEP_STRETCHES };

/* Where all of it stands: its head, the simulation, and what is kept (NULL: nothing). Their number. */
static int stretches_of(tl_StateHead *head, const tl_Simulation *simulation, const tl_Keep *keep,
                        tl_Stretch all[MOST])
{
    all[0] = (tl_Stretch){head, sizeof *head};
    tl_state_stretches(simulation, all + 1);
    if (keep != NULL) {
        tl_keep_stretches(keep, all + 1 + TL_STATE_STRETCHES);
    }
    return keep != NULL ? MOST : 1 + TL_STATE_STRETCHES;
}

void tl_checkpoint_state_write(tl_CheckpointWriter *writer, int32_t stage, const tl_UnderWay *under_way)
{
    tl_Stretch all[MOST];
    tl_StateHead head = tl_state_head(under_way->simulation);
    int count = stretches_of(&head, under_way->simulation, under_way->keep, all);
    tl_checkpoint_write(writer, under_way->keep != NULL ? TL_RECORD_RUN : TL_RECORD_BURN_IN, stage,
                        under_way->number, all, count);
}

/* The head of a state, if it can be one. */
static bool read_head(const tl_CheckpointFile *file, const tl_Record *record, const tl_Config *config,
                      const tl_Keep *keep, tl_StateHead *head)
{
    tl_Stretch kept[TL_KEEP_STRETCHES];
    size_t others = sizeof *head, size = (size_t)record->head.bytes;
    if (keep != NULL) {
        tl_keep_stretches(keep, kept);
        for (int i = 0; i < TL_KEEP_STRETCHES; i++) {
            others += kept[i].bytes;
        }
    }
    return size >= others && tl_checkpoint_file_peek(file, record, head, sizeof *head) &&
           tl_state_fits(head, config, size - others);
}

bool tl_checkpoint_state_take(const tl_CheckpointFile *file, const tl_Record *record, const tl_Config *config,
                              int64_t replicate, int threads, const char *kernel, tl_Simulation *simulation,
                              tl_Keep *keep)
{
    tl_StateHead head;
    tl_Stretch all[MOST];
    if (!read_head(file, record, config, keep, &head)) {
        return false;
    }
    if (tl_state_room(simulation, &head, config, replicate, threads, kernel) != TL_OK) {
        tl_out_of_memory();
    }
    int count = stretches_of(&head, simulation, keep, all);
    if (!tl_checkpoint_file_read(file, record, all, count) || !tl_state_is_sound(simulation)) {
        tl_simulation_free(simulation);
        return false;
    }
    return true;
}
