/* Selectors in files: the `where` of a change, a reorganisation, a claim, an evaluation, or a window or the
 * series of a sweep.
 *
 *   where: {areas: [1, 2]}                  those areas of every municipality
 *   where: {areas: {step: 2, of: 8}}        the second of eight steps of as many areas as can be, in order
 *   where: {units: [3]}                     units by their permanent numbers, in every municipality
 *   where: {pilot: true}                    the pilot's units; `others`: all but those
 *   where: {providers: [1]}                 units of the municipality's own provider; others have numbers from 2
 *   where: {external: true}                 units of firms; `municipal: true`: of the municipality's own providers
 *   where: {kind: [small, nonprofit]}       units of providers of these kinds (municipal, small, large, nonprofit)
 *   where: {outlying: true}                 units whose area is an outlying one; `false`: the others
 *   where: {municipalities: [Karlstad, 2]}  by their names or numbers, in the order of the config
 *
 * Several keys mean the units that all of them mean, and numbers are those of result files. Areas and units
 * are not given together, since a unit lies in one area. */
#ifndef TL_CONFIG_SELECTOR_H
#define TL_CONFIG_SELECTOR_H

#include "config/value.h"
#include "core/parameters/config.h"

enum { TL_MOST_NUMBER = 1000000 }; /* that a list may hold */

/* Part of a run: whole recorded periods, and the units that are meant. */
typedef struct tl_Window {
    char name[TL_NAME_LENGTH];
    int64_t from, to; /* measured days [from, to) */
    tl_Selector where;
} tl_Window;

#define TL_WHERE_EXPECTED                                                                                       \
    "where: areas: [...], units: [...], pilot: true or others, providers: [...], kind: [...], external: true, " \
    "municipal: true, outlying: true or false, or municipalities: [...] is expected"

/* "municipalities", "providers", "areas", "units", "kind", "outlying". */
const char *tl_selector_key(tl_SelectorKey key);

/* "all", "pilot", "others", in the order of tl_UnitGroup. */
#define TL_UNIT_GROUPS "all|pilot|others"
const char *tl_unit_group_name(tl_UnitGroup group);

/* Reads a `where`; names of municipalities, and steps of areas, are those of the config. False with an empty selector: with
 * messages, or with a note where a step has no area, since there are more steps than areas, so that nobody is meant. */
bool tl_selector_read(tl_Value group, const tl_Config *config, tl_Selector *selector);

/* Reads what Tillit wrote: the keys that a selector has, or where it has one at the most of areas, units and
 * pilot, all three of these. False without a message, and with an empty selector, for anything else. */
bool tl_selector_read_resolved(tl_Value group, tl_Selector *selector);
bool tl_selector_has_one_key(const tl_Selector *selector);

/* Complains at a place about what the config has not, areas, units, municipalities, providers or a pilot, so that
 * nobody would be meant; `whose` the selector is stands in messages. No municipality can have more units than
 * recipients, and each reorganisation can form as many new ones; which of these there are shows on the day. False
 * with messages. */
bool tl_selector_check(const tl_Selector *selector, const char *whose, const tl_Config *config,
                       tl_Place place, tl_Messages *messages);

/* Adds a number to a list. */
void tl_selector_add(tl_Selector *selector, tl_SelectorKey key, int32_t number);

/* Does it mean every unit, whatever there is? */
bool tl_selector_is_empty(const tl_Selector *selector);

/* A selector of its own, to be freed with tl_selector_free. */
tl_Selector tl_selector_copy(const tl_Selector *selector);

/* Do two selectors of the same keys mean a unit in common, as far as their numbers tell? */
bool tl_selectors_overlap(const tl_Selector *a, const tl_Selector *b);

/* Do they name the same? And can no unit be meant by both, as far as their numbers tell? */
bool tl_selectors_equal(const tl_Selector *a, const tl_Selector *b);
bool tl_selectors_apart(const tl_Selector *a, const tl_Selector *b);

/* Frees what the windows own; not the array. */
void tl_windows_free(tl_Window *windows, int count);

#endif
