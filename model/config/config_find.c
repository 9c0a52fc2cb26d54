#include "config/config_find.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config/document.h"
#include "system/file_kind.h"
#include "system/path.h"
#include "system/suggest.h"
#include "system/text.h"

#ifndef TL_DATA_DIR
#define TL_DATA_DIR "configs"
#endif

/* The two-byte UTF-8 letters of Swedish names, as ASCII; 0 for any other. */
static char plain_letter(unsigned char first, unsigned char second)
{
    static const struct {
        unsigned char second;
        char plain;
    } letters[] = {{0xa5, 'a'}, {0xa4, 'a'}, {0xb6, 'o'}, {0xa9, 'e'},
                   {0x85, 'a'}, {0x84, 'a'}, {0x96, 'o'}, {0x89, 'e'}};
    for (size_t i = 0; first == 0xc3 && i < sizeof letters / sizeof letters[0]; i++) {
        if (letters[i].second == second) {
            return letters[i].plain;
        }
    }
    return 0;
}

void tl_slug(const char *name, char *slug, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; name[i] != '\0' && used + 1 < size; i++) {
        unsigned char c = (unsigned char)name[i];
        char plain = c >= 0x80 ? plain_letter(c, (unsigned char)name[i + 1]) : 0;
        if (plain != 0) {
            slug[used++] = plain;
            i++;
        } else {
            slug[used++] = c == ' ' ? '-' : (char)tolower(c);
        }
    }
    slug[used] = '\0';
}

const char *tl_config_own_folder(const tl_Files *files)
{
    const char *told = getenv("TILLIT_DATA"); /* by the Python package, which may lie anywhere */
    const char *installed = told != NULL ? told : TL_DATA_DIR;
    return files != NULL && files->folder != NULL ? files->folder : installed;
}

void tl_config_folder(const tl_Files *files, const char *config_path, const char *kind, char *folder,
                      size_t size)
{
    const char *chosen = getenv("TILLIT_CONFIGS");
    int own = (int)(tl_path_name(config_path) - config_path); /* of its folder with the slash */
    if (files != NULL && files->find != NULL) {
        snprintf(folder, size, "%s", kind);
        return;
    }
    if (chosen != NULL) {
        snprintf(folder, size, "%s/%s", chosen, kind);
        return;
    }
    snprintf(folder, size, "%.*s%s", own, config_path, kind);
    if (!tl_is_folder(folder)) {
        snprintf(folder, size, "%.*s../configs/%s", own, config_path, kind);
    }
    if (!tl_is_folder(folder)) {
        snprintf(folder, size, "%s/%s", tl_config_own_folder(files), kind);
    }
}

/* ---- what stands in front of Tillit's own -------------------------------------------------------------- */

static bool same_bytes(const char *a, const char *b)
{
    tl_Messages unheard = {0};
    char *first = NULL, *second = NULL;
    size_t size = 0, other = 0;
    bool same = tl_files_bytes(NULL, a, TL_YAML_BYTES, "a config", &first, &size, &unheard) &&
                tl_files_bytes(NULL, b, TL_YAML_BYTES, "a config", &second, &other, &unheard) &&
                size == other && memcmp(first, second, size) == 0;
    free(first);
    free(second);
    tl_messages_free(&unheard);
    return same;
}

/* Is `path` another file or folder than Tillit's own, which is there too? */
static bool is_another(const char *path, const char *own)
{
    struct stat here, there;
    return stat(path, &here) == 0 && stat(own, &there) == 0 &&
           !(here.st_dev == there.st_dev && here.st_ino == there.st_ino);
}

static const char *own_path(const tl_Files *files, const char *kind, const char *slug, char *path)
{
    snprintf(path, TL_PATH_SIZE, "%.3000s/%s/%.500s.yaml", tl_config_own_folder(files), kind, slug);
    return path;
}

void tl_note_shadow(const tl_Files *files, const char *path, const char *kind, const char *slug,
                    const char *config_path, tl_Messages *messages)
{
    char own[TL_PATH_SIZE];
    bool disk = files == NULL || files->find == NULL;
    if (disk && is_another(path, own_path(files, kind, slug, own)) && !same_bytes(path, own)) {
        tl_note(messages, (tl_Place){.file = config_path},
                "'%.60s' is %.600s, instead of Tillit's own %.600s, which says something else", slug, path,
                own);
    }
}

void tl_note_shadows(const tl_Files *files, const char *folder, const char *kind, char *const *names,
                     int count, const char *config_path, tl_Messages *messages)
{
    char own[TL_PATH_SIZE], path[TL_PATH_SIZE + 300];
    int own_count = 0, others = 0;
    snprintf(own, sizeof own, "%.3000s/%s", tl_config_own_folder(files), kind);
    if ((files != NULL && files->find != NULL) || !is_another(folder, own)) {
        return;
    }
    char **own_names = tl_files_names(NULL, own, &own_count);
    tl_files_names_free(own_names, own_count);
    for (int i = 0; i < count && others == 0; i++) {
        snprintf(path, sizeof path, "%s/%.250s.yaml", folder, names[i]);
        others += !same_bytes(path, own_path(files, kind, names[i], own));
    }
    if (others > 0 || count != own_count) {
        tl_note(
            messages, (tl_Place){.file = config_path},
            "'all' is the files in %.600s, instead of Tillit's own in %.600s/%s, which say something else",
            folder, tl_config_own_folder(files), kind);
    }
}

/* What files are called of which a text names one. */
static const char *kind_word(const char *kind, const tl_Messages *messages)
{
    static const char *const words[][3] = {{"regimes", "styrning", "regime"},
                                           {"municipalities", "kommun", "municipality"},
                                           {"configs", "konfiguration", "config"}};
    size_t own = 0;
    while (own < 2 && strcmp(kind, words[own][0]) != 0) {
        own++;
    }
    return tl_say(messages, words[own][1], words[own][2]);
}

static bool refuse_name(const tl_Files *files, const char *name, tl_Place place, const char *kind,
                        const char *folder, tl_Messages *messages)
{
    int count;
    char slug[256], **names = tl_files_names(files, folder, &count);
    tl_slug(name, slug, sizeof slug);
    tl_Nearest nearest = tl_nearest_to(slug);
    tl_nearest_offer_all(&nearest, (const char *const *)names, (size_t)count);
    nearest.swedish = messages->swedish;
    tl_error(messages, place,
             tl_say(messages, "det finns ingen %s '%.60s' i %.200s%s", "there is no %s '%.60s' in %.200s%s"),
             kind_word(kind, messages), name, folder, tl_did_you_mean(&nearest, ""));
    tl_files_names_free(names, count);
    return false;
}

bool tl_config_find(const tl_Files *files, const char *config_path, const char *name, tl_Place place,
                    const char *kind, char *path, tl_Messages *messages)
{
    char folder[TL_PATH_SIZE], slug[256];
    if (tl_text_ends(name, ".yaml")) {
        tl_path_next_to(config_path, name, path);
        return true;
    }
    tl_config_folder(files, config_path, kind, folder, sizeof folder);
    tl_slug(name, slug, sizeof slug);
    snprintf(path, TL_PATH_SIZE, "%.3500s/%s.yaml", folder, slug);
    if (strchr(slug, '/') == NULL && tl_files_have(files, path)) {
        tl_note_shadow(files, path, kind, slug, config_path, messages);
        return true;
    }
    return refuse_name(files, name, place, kind, folder, messages);
}

bool tl_config_of_name(const tl_Files *files, const char *from, const char *name, tl_Place place, char *path,
                       tl_Messages *messages)
{
    const char *chosen = getenv("TILLIT_CONFIGS");
    bool disk = files == NULL || files->find == NULL;
    const char *folder = !disk ? "." : chosen != NULL ? chosen : tl_config_own_folder(files);
    if (strchr(name, '.') != NULL || strchr(name, '/') != NULL) {
        tl_path_next_to(from, name, path);
        return true;
    }
    snprintf(path, TL_PATH_SIZE, disk ? "%.3500s/%.200s.yaml" : "%.0s%.200s.yaml", folder, name);
    return tl_files_have(files, path) || refuse_name(files, name, place, "configs", folder, messages);
}
