#include "cli/package.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/arguments.h"
#include "system/memory.h"
#include "system/path.h"
#include "system/shown.h"

/* The folder in which one starts Python is none of the places to look for the package. */
static const char START[] =
    "import sys\n"
    "del sys.path[0]\n"
    "try:\n"
    "    from tillit.__main__ import main\n"
    "except ModuleNotFoundError as error:\n"
    "    print(f'tillit: {sys.argv[1]} is a command of the Python package, and {sys.executable} has no '\n"
    "          f'{error.name}: pip install . in the folder of Tillit, or name another Python in TILLIT_PYTHON',\n"
    "          file=sys.stderr)\n"
    "    sys.exit(2)\n"
    "sys.exit(main())\n";

/* The program's own path; false where the system does not tell. */
static bool own_path(char *path, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", path, size - 1);
    path[length > 0 ? length : 0] = '\0';
    return length > 0;
}

/* A file beside the program that can be started. */
static bool is_beside(const char *own, const char *name, char *path, size_t size)
{
    snprintf(path, size, "%.*s%s", (int)(tl_path_name(own) - own), own, name);
    return access(path, X_OK) == 0;
}

/* The interpreter's name, for execvp. */
static const char *interpreter(const char *own, char *path, size_t size)
{
    const char *chosen = getenv("TILLIT_PYTHON");
    if (chosen != NULL && chosen[0] != '\0') {
        return chosen;
    }
    if (is_beside(own, "python3", path, size) || is_beside(own, "../.venv/bin/python3", path, size)) {
        return path;
    }
    return "python3";
}

int tl_package_run(char **arguments)
{
    char own[TL_PATH_SIZE], path[2 * TL_PATH_SIZE];
    size_t count = 0;
    if (own_path(own, sizeof own)) {
        setenv("TILLIT", own, 0); /* what the package starts in turn */
    }
    while (arguments[count] != NULL) {
        count++;
    }
    char **all = tl_allocate(count + 3, sizeof *all);
    all[0] = (char *)interpreter(own, path, sizeof path);
    all[1] = "-c";
    all[2] = (char *)START;
    memcpy(all + 3, arguments + 1, count * sizeof *all); /* with the NULL at their end */
    execvp(all[0], all);
    tl_print(stderr,
             "tillit: %s is a command of the Python package, and %s cannot be started (%s): name Python in "
             "TILLIT_PYTHON\n",
             arguments[1], all[0], strerror(errno));
    free(all);
    return TL_EXIT_USAGE;
}
