#include "core/market/reputation.h"

#include "core/market/arrangement.h"
#include "core/market/providers.h"
#include "core/numbers/num.h"
#include "core/numbers/opinion.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"

enum {
    SHRINK = 30,         /* answers at which a survey counts for half */
    ANSWERS_OF_USE = 10, /* that a share is published for */
    SURVEYS_A_YEAR = TL_COURSE_YEAR_DAYS / TL_WINDOW_DAYS,
    HEARSAY_WORD = 1 /* of a person and provider; 0 is taste */
};

const tl_Regime *tl_choice_levers(const tl_World *w, int32_t municipality)
{
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    return &w->unit_regime[first];
}

/* ---- what a person knows ------------------------------------------------------------------------------- */

double tl_survey_known(double satisfied, double answers, double mean)
{
    double share = answers > 0.0 ? satisfied / answers : mean;
    return mean + answers / (answers + SHRINK) * (share - mean);
}

/* Nobody to ask: what one expects of a stranger, with all the noise of a single voice. */
double tl_heard(const tl_World *w, uint64_t id, int32_t area, int32_t provider, double acquaintances)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Repute *repute = tl_repute(w, area, provider);
    bool heard = repute->people > 0 && acquaintances > 0.0;
    double voices = heard ? tl_larger(acquaintances, 1.0) : 1.0;
    uint64_t words =
        tl_bits(tl_mix64(w->keys.taste ^ id), (uint32_t)w->provider_number[provider] << 1 | HEARSAY_WORD);
    return (heard ? (double)repute->expectation : k->opinion_propensity) +
           k->choice_hearsay_sd / __builtin_sqrt(voices) * tl_noise(words);
}

double tl_known(const tl_World *w, uint64_t id, int32_t area, int32_t provider, double acquaintances)
{
    double read = (double)w->provider_survey[provider].known;
    double weight = tl_choice_levers(w, w->area_municipality[area])->choice_information;
    return weight * read + (1.0 - weight) * tl_heard(w, id, area, provider, acquaintances);
}

/* Acquaintances are spread over providers as the area's recipients are. */
bool tl_is_known(const tl_World *w, int32_t area, int32_t provider, double acquaintances)
{
    double weight = tl_choice_levers(w, w->area_municipality[area])->choice_information;
    double all = 0.0, own = tl_repute(w, area, provider)->people;
    TL_EACH_HELD(w, other, w->area_municipality[area], municipality_first_provider, municipality_providers) {
        all += tl_repute(w, area, other)->people;
    }
    return (weight > 0.0 && (double)w->provider_survey[provider].yearly >= ANSWERS_OF_USE) ||
           (weight < 1.0 && acquaintances * own >= all && own > 0.0);
}

/* ---- surveys ------------------------------------------------------------------------------------------- */

static void collect_answers(tl_World *w, int32_t municipality, int32_t month)
{
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        w->provider_survey[provider].answers[month] = w->provider_survey[provider].satisfied[month] = 0;
    }
    TL_EACH_ROW(unit, first, end) {
        tl_Survey *survey = &w->provider_survey[w->unit_provider[unit]];
        survey->answers[month] += w->unit_asked[unit].answers;
        survey->satisfied[month] += w->unit_asked[unit].satisfied;
        w->unit_asked[unit] = (tl_SurveyMonth){0};
    }
}

static double sum_of(const int32_t months[TL_YEAR_MONTHS])
{
    int32_t sum = 0;
    for (int i = 0; i < TL_YEAR_MONTHS; i++) {
        sum += months[i];
    }
    return sum;
}

/* Everybody is asked in every window, and so stands for 26 answers to a survey once a year. */
static void publish(tl_World *w, int32_t municipality)
{
    double answers = 0.0, satisfied = 0.0;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        answers += sum_of(w->provider_survey[provider].answers);
        satisfied += sum_of(w->provider_survey[provider].satisfied);
    }
    double mean = answers > 0.0 ? satisfied / answers : w->config->constants.opinion_propensity;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        tl_Survey *survey = &w->provider_survey[provider];
        survey->yearly = (float)(sum_of(survey->answers) / SURVEYS_A_YEAR);
        survey->known =
            (float)tl_survey_known(sum_of(survey->satisfied) / SURVEYS_A_YEAR, (double)survey->yearly, mean);
    }
}

/* ---- hearsay ------------------------------------------------------------------------------------------- */

static void forget(tl_World *w, int32_t municipality, int32_t judged)
{
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
            tl_Repute *repute = tl_repute(w, area, provider);
            repute->people = 0;
            repute->expectation = repute->satisfied[judged] = 0.0f;
        }
    }
}

static void listen(tl_World *w, int32_t unit, int32_t judged)
{
    float propensity = (float)w->config->constants.opinion_propensity;
    TL_EACH_RECIPIENT(w, unit, r) {
        tl_Repute *repute = tl_repute(w, w->recipient_area[r], w->unit_provider[unit]);
        tl_Opinion opinion = tl_opinion(w->recipient_good[r], w->recipient_bad[r], w->decay.opinion_prior);
        repute->people++;
        repute->expectation += tl_opinion_expectation(opinion, propensity);
        repute->satisfied[judged] += w->recipient_satisfaction[r];
    }
}

static void take_means(tl_World *w, int32_t municipality, int32_t judged)
{
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
            tl_Repute *repute = tl_repute(w, area, provider);
            float people = repute->people > 0 ? (float)repute->people : 1.0f;
            repute->expectation /= people;
            repute->satisfied[judged] /= people;
            repute->present = (repute->present & ~(1 << judged)) | (repute->people > 0) << judged;
        }
    }
}

/* ---- measures ------------------------------------------------------------------------------------------ */

double tl_choice_entropy(const double *chosen, int32_t count)
{
    double all = 0.0, entropy = 0.0;
    for (int32_t i = 0; i < count; i++) {
        all += chosen[i];
    }
    for (int32_t i = 0; i < count; i++) {
        double share = all > 0.0 ? chosen[i] / all : 0.0;
        entropy -= share > 0.0 ? share * tl_log(share) : 0.0;
    }
    return entropy / tl_log(count);
}

bool tl_choice_values(const double *satisfied, int32_t count, double *values)
{
    double sum = 0.0, most = 0.0;
    for (int32_t i = 0; i < count; i++) {
        sum += satisfied[i];
        most = i == 0 ? satisfied[i] : tl_larger(most, satisfied[i]);
    }
    double mean = count > 0 ? sum / count : 0.0;
    for (int32_t i = 0; i < count && most > mean; i++) {
        values[i] = (satisfied[i] - mean) / (most - mean);
    }
    return count > 1 && most > mean;
}

/* Satisfaction since the choice, mean over the months in which there was anybody to ask; false if there was none. */
static bool satisfaction_since(const tl_Repute *repute, double *mean)
{
    double sum = 0.0;
    int32_t months = 0;
    for (int i = 0; i < TL_JUDGED_MONTHS; i++) {
        bool there = (repute->present >> i & 1) != 0;
        months += there;
        sum += there ? (double)repute->satisfied[i] : 0.0;
    }
    *mean = months > 0 ? sum / months : 0.0;
    return months > 0;
}

/* Choices of the month that is now so many months ago. Its tally is free for the month that begins. */
static void judge_choices(tl_World *w, int32_t area, int32_t tally)
{
    double satisfied[TL_MOST_PROVIDERS], values[TL_MOST_PROVIDERS];
    int32_t chosen[TL_MOST_PROVIDERS], count = 0;
    tl_Counters *c = &w->unit_counters[w->area_first_unit[area]];
    TL_EACH_HELD(w, provider, w->area_municipality[area], municipality_first_provider,
                 municipality_providers) {
        tl_Repute *repute = tl_repute(w, area, provider);
        if (satisfaction_since(repute, &satisfied[count])) {
            chosen[count++] = repute->chosen[tally];
        }
        repute->chosen[tally] = 0;
    }
    bool differ = tl_choice_values(satisfied, count, values);
    for (int32_t i = 0; differ && i < count; i++) {
        c->choices_judged += chosen[i];
        c->choice_value += chosen[i] * values[i];
    }
}

static void count_spread(tl_World *w, int32_t municipality)
{
    double chosen[TL_MOST_PROVIDERS], all = 0.0;
    int32_t count = 0, first, end;
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        double of_year = sum_of(w->provider_survey[provider].chosen);
        if (of_year > 0.0 || tl_provider_is_active(w, provider)) {
            all += of_year;
            chosen[count++] = of_year;
        }
    }
    if (count > 1 && all > 0.0) {
        w->unit_counters[first].choice_entropy += tl_choice_entropy(chosen, count);
        w->unit_counters[first].choice_entropy_months++;
    }
}

/* ---- the month ----------------------------------------------------------------------------------------- */

/* Tallies of the month that begins. */
static void open_month(tl_World *w, int32_t municipality, int32_t month)
{
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        w->provider_survey[provider].chosen[month % TL_YEAR_MONTHS] = 0;
    }
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        judge_choices(w, area, month % (TL_JUDGED_MONTHS + 1));
    }
}

void tl_choice_reputation(tl_World *w, int32_t municipality)
{
    int32_t month = w->day / TL_MONTH_DAYS, judged = month % TL_JUDGED_MONTHS, first, end;
    if (!tl_market_pays(tl_market_of(w->config, municipality))) {
        return;
    }
    tl_municipality_range(w, municipality, &first, &end);
    collect_answers(w, municipality, month % TL_YEAR_MONTHS);
    publish(w, municipality);
    forget(w, municipality, judged);
    TL_EACH_ROW(unit, first, end) {
        listen(w, unit, judged);
    }
    take_means(w, municipality, judged);
    count_spread(w, municipality);
    open_month(w, municipality, month + 1);
}
