/* Configs in a temporary folder that is its own collection of municipalities and regimes ($TILLIT_CONFIGS).
 */
#ifndef CONFIGLIB_H
#define CONFIGLIB_H

#include "config/config_read.h"
#include "system/message.h"
#include "testlib.h"

/* The smallest config that is good. */
#define GOOD "seed: 1\nmunicipality: alby\nrun: {days: 28, burn_in_days: 14}\nrecord: {period_days: 14}\n"

extern char config_top[];

/* Path of a file below the folder; the result lasts until the next call but one. */
const char *config_below(const char *name);

/* Writes a file below the folder and returns its path. */
const char *write_config_bytes(const char *name, const char *bytes, size_t size);
const char *write_config(const char *name, const char *text);

/* Set-up and tear-down of a group of tests. */
int make_config_folder(void **state);
int remove_config_folder(void **state);

/* Loads what must be good; `set` may be NULL. */
void load_config_file(const char *path, const char *set, tl_LoadedConfig *loaded);
tl_LoadedConfig load_config(const char *text, const char *set);
const char *origin_of(const tl_LoadedConfig *loaded, const char *path);
bool ends_with(const char *text, const char *end);

/* Its resolved config, read again, is the same to the bit. */
void assert_reads_again(const tl_LoadedConfig *loaded);

/* The day on which two configs part, whichever comes first; a config does not part from itself. */
int64_t parting_of(const char *left, const char *right);

/* Is there a message that begins with the file and then holds `expected`, which may itself begin ":line:"? */
bool holds_message(const tl_Messages *messages, const char *path, const char *expected);

/* The file is refused for `count` reasons (0: any number), one of them `expected`; a reader that hangs is
 * killed. */
void refuse_config_file(const char *path, const char *set, const char *expected, int count);
void refuse_config(const char *text, const char *expected);
void refuse_set(const char *set, const char *expected);

#endif
