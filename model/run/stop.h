/* Signals that ask a command to end. */
#ifndef TL_STOP_H
#define TL_STOP_H

#include <stdbool.h>

/* From now on SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU and SIGUSR1 only ask to stop, so that what is done
 * can be kept and what is half done removed. What the process was told to ignore when it was started (nohup)
 * stays ignored. A write beyond a file-size limit or to a closed pipe fails instead of ending the process. */
void tl_stop_listen(void);

/* What comes now is only printed: a reader that has seen enough (head) may end the process as usual. */
void tl_stop_files_done(void);

bool tl_stop_requested(void);

#endif
