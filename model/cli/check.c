#include <stdio.h>

#include "cli/command.h"
#include "cli/loaded.h"

int tl_command_check(const tl_Arguments *arguments)
{
    int code = TL_EXIT_GOOD;
    for (int i = 0; i < arguments->operand_count; i++) {
        tl_LoadedConfig loaded;
        if (!tl_load_config(arguments->operands[i], arguments->sets, arguments->set_count, &loaded)) {
            code = TL_EXIT_USAGE;
            continue;
        }
        if (arguments->format[0] == 'j') {
            printf("%s\n", loaded.json);
        } else {
            printf("%s: good (%s)\n", arguments->operands[i], loaded.name);
            tl_print_fills(stdout, &loaded);
        }
        tl_loaded_config_free(&loaded);
    }
    return code;
}
