#include "cli/preset.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config/config_find.h"
#include "system/suggest.h"

bool tl_preset_find(const char *name, char path[TL_PATH_SIZE], tl_Messages *messages)
{
    char folder[TL_PATH_SIZE], slug[256];
    tl_config_folder(NULL, "", "../experiments", folder, sizeof folder);
    tl_slug(name, slug, sizeof slug);
    snprintf(path, TL_PATH_SIZE, "%.3500s/%s.yaml", folder, slug);
    struct stat about;
    bool file = stat(name, &about) == 0 || strchr(name, '/') != NULL || strchr(name, '.') != NULL;
    char *whole = !file && tl_files_have(NULL, path) ? realpath(path, NULL) : NULL; /* as messages name it */
    if (whole != NULL) {
        snprintf(path, TL_PATH_SIZE, "%.4000s", whole);
        free(whole);
        return true;
    }
    snprintf(path, TL_PATH_SIZE, "%.4000s", name);
    if (file) {
        return true;
    }
    int count;
    char **names = tl_files_names(NULL, folder, &count);
    tl_Nearest nearest = tl_nearest_to(slug);
    nearest.swedish = messages->swedish;
    tl_nearest_offer_all(&nearest, (const char *const *)names, (size_t)count);
    tl_error(messages, (tl_Place){.file = path},
             tl_say(messages, "det finns ingen färdig fråga som heter så, och ingen fil%s",
                    "there is no preset of that name, and no file%s"),
             tl_did_you_mean(
                 &nearest, tl_say(messages, " (alla: tillit presets --lang sv)", " (see: tillit presets)")));
    tl_files_names_free(names, count);
    return false;
}
