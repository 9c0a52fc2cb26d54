#include "config/experiment_claims.h"

#include <stdio.h>
#include <string.h>

#include "core/observation/measure.h"
#include "system/suggest.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

static int find_measure(const Reader *r, int node)
{
    if (!tl_is_scalar(r->d, node)) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "the name of a measure is expected (see: tillit measures)");
        return -1;
    }
    int measure = tl_measure_find(r->d->nodes[node].text);
    if (measure < 0) {
        tl_Nearest nearest = tl_nearest_to(r->d->nodes[node].text);
        for (int i = 0; i < tl_measure_count; i++) {
            tl_nearest_offer(&nearest, tl_measures[i].name);
        }
        tl_error(r->messages, tl_node_place(r->d, node), "there is no measure '%.60s'%s",
                 r->d->nodes[node].text, tl_did_you_mean(&nearest, " (see: tillit measures)"));
    }
    return measure;
}

static int find_arm(const Reader *r, int node)
{
    const tl_Experiment *e = r->experiment;
    tl_Nearest nearest = tl_nearest_to(tl_is_scalar(r->d, node) ? r->d->nodes[node].text : "");
    for (int i = 0; i < e->arm_count; i++) {
        tl_nearest_offer(&nearest, e->arms[i].name);
        if (strcmp(e->arms[i].name, nearest.name) == 0) {
            return i;
        }
    }
    tl_error(r->messages, tl_node_place(r->d, node), "there is no such arm%s", tl_did_you_mean(&nearest, ""));
    return -1;
}

static void read_outcome(Reader *r, int node)
{
    int measure = find_measure(r, node);
    if (measure >= 0) {
        r->experiment->outcomes[r->experiment->outcome_count++] = measure;
    }
}

void tl_read_days(const Reader *r, int mapping, const char *key, int64_t days[2])
{
    int node = tl_node_find(r->d, mapping, key);
    if (node >= 0) {
        tl_read_span(r, node, key, days);
    } else {
        tl_error(r->messages, tl_node_place(r->d, mapping), "%s: [first, end] is expected", key);
    }
}

bool tl_read_span(const Reader *r, int node, const char *what, int64_t days[2])
{
    const tl_RunSettings *run = &r->experiment->arms[0].loaded.config.run;
    int errors = r->messages->errors;
    int from = r->d->nodes[node].kind == TL_SEQUENCE ? r->d->nodes[node].first : -1;
    int to = from >= 0 ? r->d->nodes[from].next : -1;
    if (to < 0 || r->d->nodes[to].next >= 0) {
        tl_error(r->messages, tl_node_place(r->d, node), "%s: [first, end] is expected", what);
    } else if (tl_read_whole(r, from, what, 0, run->days - 1, &days[0]) &&
               tl_read_whole(r, to, what, days[0] + 1, run->days, &days[1]) &&
               (days[0] % run->record_period_days != 0 ||
                (days[1] % run->record_period_days != 0 && days[1] != run->days))) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "%s: whole recorded periods of %lld days are expected", what,
                 (long long)run->record_period_days);
    }
    return r->messages->errors == errors;
}

void tl_read_where(const Reader *r, int mapping, tl_Selector *where)
{
    int node = tl_node_find(r->d, mapping, "where");
    *where = (tl_Selector){.group = TL_ALL_UNITS};
    if (node >= 0) {
        tl_selector_read(r->d, node, &r->experiment->arms[0].loaded.config, where, r->messages);
    }
}

bool tl_check_where(const Reader *r, int mapping, const char *whose, int arm, const tl_Selector *where)
{
    const tl_Config *config = &r->experiment->arms[arm].loaded.config;
    int node = tl_node_find(r->d, mapping, "where");
    tl_Place place = tl_node_place(r->d, node >= 0 ? node : mapping);
    return tl_selector_check(where, whose, config, place, r->messages);
}

void tl_read_window(const Reader *r, int mapping, const char *name, tl_Window *window)
{
    int64_t days[2] = {0, r->experiment->arms[0].loaded.config.run.days};
    if (tl_node_find(r->d, mapping, "days") >= 0) {
        tl_read_days(r, mapping, "days", days);
    }
    *window = (tl_Window){.from = days[0], .to = days[1]};
    tl_text_copy(window->name, sizeof window->name, name);
    tl_read_where(r, mapping, &window->where);
}

/* `group: pilot`, which says what where.pilot says. */
static void read_group(const Reader *r, int node, tl_Selector *where)
{
    if (!tl_is_scalar(r->d, node) || !tl_unit_group_find(r->d->nodes[node].text, &where->group)) {
        char found[TL_ORIGIN_SIZE];
        tl_error(r->messages, tl_node_place(r->d, node), "group: all, pilot or others is expected, found %s",
                 tl_node_found(r->d, node, found, sizeof found));
    }
}

/* `areas: [1]`: those of the first municipality. */
static void read_areas(const Reader *r, int list, tl_Selector *where)
{
    int64_t most = r->experiment->arms[0].loaded.config.municipalities[0].profile.areas, area;
    if (r->d->nodes[list].kind != TL_SEQUENCE) {
        tl_error(r->messages, tl_node_place(r->d, list), "areas: a list of area numbers is expected");
        return;
    }
    for (int node = r->d->nodes[list].first; node >= 0; node = r->d->nodes[node].next) {
        if (tl_read_whole(r, node, "areas", 1, most, &area)) {
            tl_selector_add(where, TL_BY_AREA, (int32_t)area);
        }
    }
    if (where->by[TL_BY_AREA].count > 0) {
        tl_selector_add(where, TL_BY_MUNICIPALITY, 1);
    }
}

static void read_claim_window(const Reader *r, int mapping, tl_Claim *claim)
{
    int where = tl_node_find(r->d, mapping, "where"), group = tl_node_find(r->d, mapping, "group");
    int areas = tl_node_find(r->d, mapping, "areas");
    tl_read_window(r, mapping, claim->name, &claim->window);
    if (where >= 0 && (group >= 0 || areas >= 0)) {
        tl_error(r->messages, tl_node_place(r->d, where),
                 "where: is expected to hold what '%s' says, or not to be there",
                 group >= 0 ? "group" : "areas");
        return;
    }
    if (group >= 0) {
        read_group(r, group, &claim->window.where);
    }
    if (areas >= 0) {
        read_areas(r, areas, &claim->window.where);
    }
}

/* Both arms of a claim need the units that it looks at. */
static void check_claim_window(const Reader *r, const tl_Claim *claim)
{
    const int arms[] = {claim->treatment, claim->control};
    bool good = arms[0] >= 0 && arms[1] >= 0;
    for (int i = 0; good && i < 2; i++) {
        char whose[2 * TL_NAME_LENGTH + 16];
        snprintf(whose, sizeof whose, "%s, arm %s", claim->name, r->experiment->arms[arms[i]].name);
        good = tl_check_where(r, claim->node, whose, arms[i], &claim->window.where);
    }
}

/* The names of an evaluation's windows, as tl_experiment_windows has them. */
static const char *const evaluation_windows[TL_EVALUATION_WINDOWS] = {"pilot before", "pilot after",
                                                                      "others before", "others after"};

/* A claim's name is that of its window in a result file, and of its column in a table of points. */
static void check_claim_name(const Reader *r, const tl_Claim *claim)
{
    static const char *const columns[] = {"all", "point"};
    const tl_Experiment *e = r->experiment;
    bool taken = false;
    for (int i = 0; i < 2; i++) {
        taken = taken || strcmp(claim->name, columns[i]) == 0;
    }
    for (int i = 0; i < TL_EVALUATION_WINDOWS; i++) {
        taken = taken || strcmp(claim->name, evaluation_windows[i]) == 0;
    }
    if (taken) {
        tl_error(r->messages, tl_node_place(r->d, tl_name_node(r, claim->node)),
                 "a claim cannot be named '%s': results have a window or a column of that name (all, "
                 "point, pilot before, pilot after, others before, others after)",
                 claim->name);
    }
    for (int i = 0; i < e->claim_count; i++) {
        if (strcmp(e->claims[i].name, claim->name) == 0) {
            tl_refuse_twin(r, claim->node, e->claims[i].node, "claims", claim->name);
        }
    }
}

static void read_claim(Reader *r, int node)
{
    tl_Claim claim = {.treatment = -1, .control = -1, .node = node};
    if (r->d->nodes[node].kind != TL_MAPPING) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "claims: a group with name, text, outcome ... is expected");
        return;
    }
    TL_CHECK_KEYS(r, node, "name", "text", "outcome", "contrast", "direction", "smallest", "days", "areas",
                  "group", "where");
    if (tl_read_name(r, node, "claim", claim.name)) {
        check_claim_name(r, &claim);
    }
    tl_read_text(r->d, node, "text", true, &claim.text, r->messages);
    int outcome = tl_node_find(r->d, node, "outcome"), contrast = tl_node_find(r->d, node, "contrast");
    int direction = tl_node_find(r->d, node, "direction"), smallest = tl_node_find(r->d, node, "smallest");
    claim.measure = find_measure(r, outcome < 0 ? node : outcome);
    int first = contrast >= 0 && r->d->nodes[contrast].kind == TL_SEQUENCE ? r->d->nodes[contrast].first : -1;
    int second = first >= 0 ? r->d->nodes[first].next : -1;
    if (second < 0) {
        tl_error(r->messages, tl_node_place(r->d, contrast < 0 ? node : contrast),
                 "contrast: [arm, arm it is compared with] is expected");
    } else {
        claim.treatment = find_arm(r, first);
        claim.control = find_arm(r, second);
    }
    const char *way = tl_is_scalar(r->d, direction) ? r->d->nodes[direction].text : "";
    claim.direction = strcmp(way, "higher") == 0 ? 1 : strcmp(way, "lower") == 0 ? -1 : 0;
    if (claim.direction == 0) {
        tl_error(r->messages, tl_node_place(r->d, direction < 0 ? node : direction),
                 "direction: higher or lower is expected");
    }
    if (smallest < 0) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "smallest: the smallest difference of interest is expected");
    } else {
        tl_read_real(r, smallest, "smallest", 0.0, 1e12, &claim.smallest);
    }
    read_claim_window(r, node, &claim);
    check_claim_window(r, &claim);
    r->experiment->claims[r->experiment->claim_count++] = claim;
}

/* Pilot and others are compared in one arm, and the pilot with the same units of the other. */
static void check_pilot(const Reader *r, int group, const tl_Evaluation *own)
{
    double share = r->experiment->arms[own->arm].loaded.config.run.pilot_share;
    double without = r->experiment->arms[own->without].loaded.config.run.pilot_share;
    const char *obstacle = share <= 0.0   ? "pilot.share is 0, so there is no pilot"
                           : share >= 1.0 ? "pilot.share is 1, so there are no others to compare with"
                           : share != without
                               ? "pilot.share of the arm without is another, so its pilot has other units"
                               : NULL;
    if (obstacle != NULL) {
        tl_error(r->messages, tl_node_place(r->d, group), "evaluation: %s", obstacle);
    }
}

static void read_evaluation(Reader *r)
{
    tl_Evaluation *own = &r->experiment->evaluation;
    int group = tl_node_find(r->d, 0, "evaluation");
    *own = (tl_Evaluation){.arm = -1, .without = -1};
    if (group < 0) {
        return;
    }
    if (r->d->nodes[group].kind != TL_MAPPING) {
        tl_error(r->messages, tl_node_place(r->d, group),
                 "evaluation: arm, without, before and after are expected");
        return;
    }
    TL_CHECK_KEYS(r, group, "arm", "without", "before", "after", "where");
    int arm = tl_node_find(r->d, group, "arm"), without = tl_node_find(r->d, group, "without");
    own->arm = find_arm(r, arm < 0 ? group : arm);
    own->without = find_arm(r, without < 0 ? group : without);
    tl_read_days(r, group, "before", own->before);
    tl_read_days(r, group, "after", own->after);
    if (own->arm >= 0 && own->without >= 0) {
        check_pilot(r, group, own);
    }
    tl_read_where(r, group, &own->where);
    if (own->where.group != TL_ALL_UNITS) {
        tl_error(r->messages, tl_node_place(r->d, group),
                 "evaluation: where.pilot is not expected here: pilot and others are compared");
    } else if (own->arm >= 0) {
        tl_check_where(r, group, "evaluation", own->arm, &own->where);
    }
}

void tl_read_claims(Reader *r)
{
    tl_read_list(r, "outcomes", false, TL_MOST_OUTCOMES, read_outcome);
    if (r->experiment->arm_count > 0) {
        tl_read_list(r, "claims", false, TL_MOST_CLAIMS, read_claim);
        read_evaluation(r);
    }
}

int tl_experiment_windows(const tl_Experiment *e, tl_Window windows[TL_MOST_WINDOWS])
{
    int count = 0;
    for (int claim = 0; claim < e->claim_count; claim++) {
        windows[count++] = e->claims[claim].window;
    }
    for (int i = 0; e->evaluation.arm >= 0 && i < TL_EVALUATION_WINDOWS; i++) {
        const int64_t *days = i % 2 == 0 ? e->evaluation.before : e->evaluation.after;
        tl_Window window = {.from = days[0], .to = days[1], .where = e->evaluation.where};
        window.where.group = i < TL_OTHERS_BEFORE ? TL_PILOT_UNITS : TL_OTHER_UNITS;
        snprintf(window.name, sizeof window.name, "%s", evaluation_windows[i]);
        windows[count++] = window;
    }
    return count;
}
