/* The command version. */
#include <stdio.h>

#include "cli/command.h"
#include "system/provenance.h"
#include "system/shown.h"

int tl_command_version(const tl_Arguments *arguments)
{
    (void)arguments;
    tl_Provenance p = tl_provenance();
    tl_print(stdout, "tillit %s (model version %s)\ncommit   %s\ncompiler %s\nflags    %s\n", p.version,
             p.model_version, p.commit, p.compiler, p.flags);
    return TL_EXIT_GOOD;
}
