/* The command check: is a config good, and what was filled in? */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/loaded.h"
#include "system/shown.h"

int tl_command_check(const tl_Arguments *arguments)
{
    int code = TL_EXIT_GOOD;
    bool json = strcmp(arguments->format, "json") == 0;
    for (int i = 0; i < arguments->operand_count; i++) {
        static tl_LoadedConfig loaded; /* not on the stack, on which it is loaded */
        if (!tl_load_config(arguments, arguments->operands[i], &loaded)) {
            code = TL_EXIT_USAGE;
            continue;
        }
        if (json) {
            tl_print_lines(stdout, loaded.json);
            tl_print(stdout, "\n");
        } else {
            tl_print(stdout,
                     arguments->language == TL_SWEDISH ? "%s: går att köra (%s)\n" : "%s: good (%s)\n",
                     arguments->operands[i], loaded.name);
            tl_print_fills(stdout, &loaded, arguments->language);
        }
        tl_loaded_config_free(&loaded);
    }
    return code;
}
