/* Satisfaction and the survey that asks for it (E18). */
#ifndef TL_SATISFACTION_H
#define TL_SATISFACTION_H

#include "core/world/world.h"

/* Coefficients as single precision, once per unit and day. */
typedef struct tl_SatisfactionRules {
    float base, quality, familiarity, new_face, late, missed;
    float weight[2]; /* of a gain, of a loss */
} tl_SatisfactionRules;

tl_SatisfactionRules tl_satisfaction_rules(const tl_Constants *constants);

/* Traits of a new recipient: leniency, voice, nights; satisfaction as with an ordinary visit. */
void tl_satisfaction_start(tl_World *world, int32_t recipient);

/* Standing satisfaction after something worth y: Y + weight * (loss_weight if y < Y) * (y - Y). */
static inline float tl_satisfaction_moved(const tl_SatisfactionRules *rules, float standing, float y)
{
    float way = y - standing;
    return standing + rules->weight[way < 0.0f] * way;
}

/* The emulated survey: who answers, who lets someone else answer, four answers. Every 14 days, so that it can
 * be followed over time; the published survey is yearly. */
void tl_satisfaction_survey(tl_World *world, int32_t unit);

#endif
