/* The command presets: the experiments that come with Tillit. */
#include <stdio.h>

#include "cli/command.h"
#include "config/config_find.h"
#include "config/experiment.h"
#include "config/experiment_read.h"
#include "system/shown.h"

/* Every experiment in the folder beside the configs, with its title and question. */
int tl_command_presets(const tl_Arguments *arguments)
{
    char folder[TL_PATH_SIZE], path[2 * TL_PATH_SIZE];
    int count;
    tl_config_folder(NULL, "", "../experiments", folder, sizeof folder);
    char **names = tl_files_names(NULL, folder, &count);
    if (count == 0) {
        tl_print(stderr, "tillit: no experiments in %s\n", folder);
        tl_files_names_free(names, count);
        return TL_EXIT_USAGE;
    }
    for (int i = 0; i < count; i++) {
        static tl_Text title, question;
        tl_Messages messages = {0};
        snprintf(path, sizeof path, "%s/%s.yaml", folder, names[i]);
        if (tl_experiment_peek(path, &title, &question, &messages)) {
            tl_print(stdout, "%s\n  %s\n  tillit experiment %s%s\n\n", title.in[arguments->language],
                     question.in[arguments->language], names[i],
                     arguments->language == TL_SWEDISH ? " --lang sv" : "");
        }
        tl_messages_tell(&messages, true);
    }
    tl_files_names_free(names, count);
    return TL_EXIT_GOOD;
}
