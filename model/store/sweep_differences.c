#include "store/sweep_differences.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_diff.h"
#include "system/shown.h"
#include "system/text.h"

/* Without what is of no weight for results (who built the program, what a table says of itself, what is said to
 * people), and the identity that follows from the rest. */
static char *stripped(const char *manifest)
{
    static const char *const light[] = {"identity", "commit", "compiler", "flags", "table", "words"};
    json_t *root = json_loads(manifest, 0, NULL);
    for (size_t i = 0; root != NULL && i < sizeof light / sizeof light[0]; i++) {
        json_object_del(root, light[i]);
    }
    char *text = root != NULL ? json_dumps(root, TL_SWEEP_DUMP) : NULL;
    json_decref(root);
    return text;
}

static int table_differences(const char *a, const char *b, FILE *to)
{
    int line = 1;
    while (*a != '\0' || *b != '\0') {
        size_t of_a = strcspn(a, "\n"), of_b = strcspn(b, "\n");
        if (of_a != of_b || strncmp(a, b, of_a) != 0) {
            tl_print(to, "  design.csv, line %d: %.*s | %.*s\n", line, (int)(of_a < 200 ? of_a : 200), a,
                     (int)(of_b < 200 ? of_b : 200), b);
            return 1;
        }
        a += of_a + (a[of_a] == '\n');
        b += of_b + (b[of_b] == '\n');
        line++;
    }
    return 0;
}

int tl_sweep_differences(const tl_Sweep *there, const tl_Sweep *here, FILE *to)
{
    char *a = stripped(there->manifest), *b = stripped(here->manifest);
    int count = a != NULL && b != NULL ? tl_config_diff(a, b, to) : -1;
    free(a);
    free(b);
    return count < 0 ? count : count + table_differences(there->table, here->table, to);
}

void tl_sweep_maker(const tl_Sweep *sweep, tl_Maker *maker)
{
    json_t *root = json_loads(sweep->manifest, 0, NULL);
    for (int i = 0; i < TL_MAKER_TEXTS; i++) {
        const char *text = json_string_value(json_object_get(root, tl_maker_names[i]));
        tl_text_copy(maker->texts[i], TL_MAKER_SIZE, text != NULL ? text : "");
    }
    json_decref(root);
}

int tl_sweep_provenance(const tl_Sweep *sweep, const char *indent, FILE *to)
{
    tl_Maker maker;
    tl_sweep_maker(sweep, &maker);
    return tl_maker_print(&maker, indent, to);
}
