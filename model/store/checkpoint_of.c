#include "store/checkpoint_of.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_diff.h"
#include "store/maker.h"
#include "system/memory.h"
#include "system/provenance.h"

/* Numbers of texts: of the program, of the command, and then a config for each arm. */
enum { OF_PROGRAM, LAYOUT = OF_PROGRAM + TL_MAKER_TEXTS, COMMAND, RECORDED, EXPERIMENT, FIRST_CONFIG };

enum { LAYOUT_SIZE = 17 };

static void layout_here(char layout[LAYOUT_SIZE])
{
    snprintf(layout, LAYOUT_SIZE, "%016llx", (unsigned long long)tl_state_layout());
}

static const char *recorded_text(bool recorded)
{
    return recorded ? "with a result file (--out)" : "without a result file (--out)";
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static void write_text(tl_CheckpointWriter *w, int number, const char *text)
{
    tl_checkpoint_write(w, TL_RECORD_TEXT, 0, number, &(tl_Stretch){(void *)text, strlen(text)}, 1);
}

void tl_checkpoint_of_write(tl_CheckpointWriter *w, const tl_CheckpointOf *of)
{
    tl_Provenance p = tl_provenance();
    const char *const program[TL_MAKER_TEXTS] = {p.version, p.model_version, p.commit, p.compiler, p.flags};
    char layout[LAYOUT_SIZE];
    layout_here(layout);
    for (int i = 0; i < TL_MAKER_TEXTS; i++) {
        write_text(w, OF_PROGRAM + i, program[i]);
    }
    write_text(w, LAYOUT, layout);
    write_text(w, COMMAND, of->command);
    write_text(w, RECORDED, recorded_text(of->recorded));
    write_text(w, EXPERIMENT, of->experiment_json != NULL ? of->experiment_json : "");
    for (int arm = 0; arm < of->arm_count; arm++) {
        write_text(w, FIRST_CONFIG + arm, of->configs[arm]);
    }
}

/* ---- looking ------------------------------------------------------------------------------------------- */

/* A text of the file, to be freed; "" where it has none. */
static char *text_of(const tl_CheckpointFile *file, int number)
{
    for (size_t i = 0; i < file->count; i++) {
        const tl_Record *record = &file->records[i];
        if (record->head.kind == TL_RECORD_TEXT && record->head.number == number) {
            char *text = tl_checkpoint_file_bytes(file, record);
            return text != NULL ? text : tl_duplicate("");
        }
    }
    return tl_duplicate("");
}

/* A text that must be the one of here; otherwise `what` it is of, in the words of both. */
static bool agrees(const tl_CheckpointFile *file, const char *path, int number, const char *here,
                   const char *what, tl_Messages *messages)
{
    char *there = text_of(file, number);
    bool same = strcmp(there, here) == 0;
    if (!same) {
        tl_error(messages, (tl_Place){.file = path}, "is of another %s: %s there, %s here", what,
                 there[0] != '\0' ? there : "(not said)", here[0] != '\0' ? here : "(not said)");
    }
    free(there);
    return same;
}

/* Only the program that wrote it knows what the bytes of its worlds mean. How it was built may differ, as long as it
 * lays them out alike. */
static bool is_of_this_program(const tl_CheckpointFile *file, const char *path, tl_Messages *messages)
{
    static const char *const what[] = {"version of Tillit", "version of the model", "commit of Tillit"};
    tl_Provenance p = tl_provenance();
    const char *const here[] = {p.version, p.model_version, p.commit};
    char layout[LAYOUT_SIZE];
    bool same = true;
    for (int i = 0; i < 3; i++) {
        same = agrees(file, path, OF_PROGRAM + i, here[i], what[i], messages) && same;
    }
    layout_here(layout);
    return agrees(file, path, LAYOUT, layout, "build, whose worlds lie otherwise in memory", messages) &&
           same;
}

/* A message for each line of a comparison. */
static void tell_lines(const char *path, const char *what, char *lines, tl_Messages *messages)
{
    for (char *rest = lines, *line; (line = strtok_r(rest, "\n", &rest)) != NULL;) {
        tl_error(messages, (tl_Place){.file = path}, "is of another %s: %s (there | here)", what,
                 line + strspn(line, " "));
    }
}

/* Where two texts in JSON differ; names of the files that values came from do not count. */
static bool json_agrees(const tl_CheckpointFile *file, const char *path, int number, const char *here,
                        const char *what, tl_Messages *messages)
{
    char *there = text_of(file, number), *lines;
    size_t size;
    int errors = messages->errors;
    if (strcmp(there, here) != 0) {
        FILE *stream = tl_memory_stream(&lines, &size);
        int differences = there[0] != '\0' && here[0] != '\0' ? tl_config_diff(there, here, stream) : -1;
        tl_memory_stream_close(stream, &lines);
        tell_lines(path, what, lines, messages);
        if (differences < 0) {
            tl_error(messages, (tl_Place){.file = path}, "is of another %s", what);
        }
        free(lines);
    }
    free(there);
    return messages->errors == errors;
}

static int arms_of(const tl_CheckpointFile *file)
{
    int count = 0;
    for (size_t i = 0; i < file->count; i++) {
        const tl_RecordHead *head = &file->records[i].head;
        count += head->kind == TL_RECORD_TEXT && head->number >= FIRST_CONFIG;
    }
    return count;
}

static bool is_of_this_command(const tl_CheckpointFile *file, const char *path, const tl_CheckpointOf *of,
                               tl_Messages *messages)
{
    const char *experiment = of->experiment_json != NULL ? of->experiment_json : "";
    bool same = agrees(file, path, COMMAND, of->command, "command", messages);
    same = agrees(file, path, RECORDED, recorded_text(of->recorded), "kind", messages) && same;
    if (!same) {
        return false;
    }
    if (arms_of(file) != of->arm_count) {
        return tl_error(messages, (tl_Place){.file = path},
                        "is of another experiment: %d arms there, %d here", arms_of(file), of->arm_count);
    }
    same = json_agrees(file, path, EXPERIMENT, experiment, "experiment", messages);
    for (int arm = 0; arm < of->arm_count; arm++) {
        char what[128] = "config";
        if (of->arm_count > 1) {
            snprintf(what, sizeof what, "config of arm '%.80s'", of->names[arm]);
        }
        same = json_agrees(file, path, FIRST_CONFIG + arm, of->configs[arm], what, messages) && same;
    }
    return same;
}

bool tl_checkpoint_of_check(const tl_CheckpointFile *file, const char *path, const tl_CheckpointOf *of,
                            tl_Messages *messages)
{
    return is_of_this_program(file, path, messages) && is_of_this_command(file, path, of, messages);
}
