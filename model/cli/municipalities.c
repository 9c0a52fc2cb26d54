/* The command municipalities: those that come with Tillit. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "config/config_find.h"
#include "system/shown.h"

int tl_command_municipalities(const tl_Arguments *arguments)
{
    char folder[TL_PATH_SIZE], wanted[256] = "";
    int count, shown = 0;
    tl_config_folder(NULL, "configs/x.yaml", "municipalities", folder, sizeof folder);
    if (arguments->operand_count > 0) {
        tl_slug(arguments->operands[0], wanted, sizeof wanted);
    }
    char **names = tl_files_names(NULL, folder, &count);
    for (int i = 0; i < count; i++) {
        if (strstr(names[i], wanted) != NULL) {
            tl_print(stdout, "%s\n", names[i]);
            shown++;
        }
    }
    if (count == 0) {
        tl_print(stderr, "tillit: %s holds no municipality files (TILLIT_CONFIGS names another folder)\n",
                 folder);
    } else if (shown == 0) {
        tl_print(stderr, "tillit: no municipality's name contains '%s'\n", arguments->operands[0]);
    }
    tl_files_names_free(names, count);
    return shown > 0 ? TL_EXIT_GOOD : TL_EXIT_USAGE;
}
