/* regroup(old, membership): the only way people, teams and units move together (alone: transfer.h). Surviving
 * pairs are carried by permanent id. */
#ifndef TL_REGROUP_H
#define TL_REGROUP_H

#include "core/world/world.h"

/* Who belongs where after a regrouping. Units are in area order and within an area by provider, teams in unit order. */
typedef struct tl_Membership {
    int32_t unit_count, team_count;
    int32_t *unit_area;
    int32_t *unit_from; /* old unit whose number, levers, counters, teams and rota go on; -1: a new unit */
    int32_t *unit_like; /* old unit whose levers a new unit takes over */
    int32_t *unit_provider; /* of a new unit, where it is another than that of the old one; else -1 */
    int32_t *team_unit;
    int32_t *staff_team;     /* by old staff row, new team; hourly staff: the first team of their new unit; -1
                                unused */
    int32_t *recipient_team; /* by old recipient row; -1 unused */
    int32_t spare;           /* further room for staff, in multiples of those there are; usually 0 */
    int32_t posts_of_new;    /* for which units that go on from none have room at least */
} tl_Membership;

/* A membership of nobody, with room for `units` and `teams` at most; false when memory is short. To be freed either
 * way. */
bool tl_membership_allocate(tl_Membership *membership, const tl_World *world, int32_t units, int32_t teams);
void tl_membership_free(tl_Membership *membership);

/* Adds a unit with empty teams: one that goes on `from` an old one, or (-1) one `like` it. */
void tl_membership_add_unit(tl_Membership *membership, int32_t area, int32_t from, int32_t like,
                            int32_t teams);

/* Adds an old unit as it is, with all its people. */
void tl_membership_keep_unit(tl_Membership *membership, const tl_World *world, int32_t unit);

/* Replaces `world` by one with the given membership: new rows, rooms for growth, every surviving pair, visit
 * and counter. Serial; false (and `world` untouched) when memory is short. New units get numbers, rotas and
 * needed shifts from the caller (organise.c). */
bool tl_regroup(tl_World *world, const tl_Membership *membership);

/* Gives the world more room where rows run short, and `spare` times its staff beyond that; membership stays
 * as it is. False when memory is short. */
bool tl_make_room(tl_World *world, int32_t spare);

/* Makes room, if need be, for all who arrive today and in the days of a block. False when memory is short. */
bool tl_room_for_arrivals(tl_World *world);

#endif
