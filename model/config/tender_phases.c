#include "config/tender_phases.h"

#include "config/run_day.h"

static bool read_share(tl_Value value, const tl_ValuePath *path, tl_Phases *phases)
{
    double share, before = phases->count > 0 ? phases->share[phases->count - 1] : 0.0;
    if (!tl_get_number(value, path->text, 0.0, 1.0, &share)) {
        return false;
    }
    phases->share[phases->count] = share;
    return (share > 0.0 && share >= before) ||
           tl_refuse(value,
                     tl_say_of(value, "%s: %.6g efter %.6g; en andel över 0 som inte faller väntas",
                               "%s: %.6g after %.6g; a share above 0 that does not fall is expected"),
                     path->text, share, before);
}

static bool add_step(tl_Value value, const tl_ValuePath *path, void *into)
{
    tl_Phases *phases = into;
    bool good = read_share(value, path, phases);
    phases->count++;
    return good;
}

static bool read_day(tl_Value phase, const tl_ValuePath *path, tl_Phases *phases)
{
    int32_t *day = &phases->day[phases->count];
    return tl_read_whole_at(phase, path, "day", 0, TL_LAST_DAY, day) &&
           (phases->count == 0 || *day > day[-1] ||
            tl_refuse(phase,
                      tl_say_of(phase, "%s.day: %d efter %d; en senare dag väntas",
                                "%s.day: %d after %d; a later day is expected"),
                      path->text, (int)*day, (int)day[-1]));
}

static bool add_phase(tl_Value phase, const tl_ValuePath *path, void *into)
{
    tl_ValuePath share = tl_path_at(path, "share");
    if (!tl_expect_group(phase, path, "{day: 182, share: 0.4}")) {
        return false;
    }
    tl_check_keys(phase, "day|share");
    bool good = read_day(phase, path, into);
    return add_step(tl_at(phase, "share"), &share, into) && good;
}

bool tl_phases_read(tl_Value value, const tl_ValuePath *path, tl_Phases *phases)
{
    static const tl_ListOf steps = {
        .most = TL_MOST_PHASES, .swedish = "steg", .english = "steps", .read = add_step};
    static const tl_ListOf by_day = {
        .most = TL_MOST_PHASES, .swedish = "steg", .english = "steps", .read = add_phase};
    tl_ValuePath at_steps = tl_path_at(path, "steps"), when = tl_path_at(path, "when");
    if (!tl_is_there(value) || tl_is_list(value)) {
        return !tl_is_there(value) || tl_read_items(value, path, &by_day, phases);
    }
    if (!tl_expect_group(value, path,
                         "{when: queue, steps: [0.4, 0.7, 1]}, or a list like [{day: 182, share: 0.4}]")) {
        return false;
    }
    tl_check_keys(value, "when|steps");
    phases->by_queue = true;
    bool good = tl_get_choice(tl_at(value, "when"), when.text, "queue") >= 0;
    return tl_read_items(tl_at(value, "steps"), &at_steps, &steps, phases) && good;
}
