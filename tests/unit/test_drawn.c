/* Arrangements that are drawn: to the figures, the same in any run, written, read and refused. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "config/config_drawn.h"
#include "config/config_market.h"
#include "config/config_read.h"
#include "support/configlib.h"

#define BIG "seed: 1\nmunicipality: {from: alby, recipients: 400, areas: 4}\n"
#define DRAWN BIG "market: {drawn: true}\n"

enum { SEEDS = 2000 };

/* ---- to the figures -------------------------------------------------------------------------------------- */

typedef struct Drawn {
    double choice, empty, share, firms, form[TL_PAY_FORMS];
} Drawn;

static void add(Drawn *sum, const tl_Market *market)
{
    if (market->lov.given) {
        sum->choice++;
        sum->empty += market->externals == 0;
        sum->share += market->share;
        sum->firms += market->externals;
        sum->form[market->pay_form]++;
    }
}

static Drawn draw_many(int32_t code)
{
    Drawn sum = {0};
    for (int64_t seed = 1; seed <= SEEDS; seed++) {
        tl_Market market;
        tl_market_draw(seed, code, 400, &market);
        add(&sum, &market);
    }
    return sum;
}

/* Within four standard errors of a share. */
static void assert_share(double found, double of, double expected)
{
    assert_near(found / of, expected, 4.0 * sqrt(0.25 / of));
}

static void each_type_comes_to_its_figures(void **state)
{
    (void)state;
    static const int32_t codes[TL_MUNICIPAL_TYPES] = {
        [TL_STOCKHOLM] = 180, [TL_METROPOLITAN] = 1480, [TL_SPARSE] = 2521, [TL_OTHER_TYPE] = 1780};
    for (int type = 0; type < TL_MUNICIPAL_TYPES; type++) {
        const tl_DrawnFigures *of = tl_drawn_figures((tl_MunicipalType)type);
        assert_int_equal(tl_municipal_type(codes[type]), type);
        Drawn drawn = draw_many(codes[type]);
        assert_share(drawn.choice, SEEDS, of->choice);
        assert_share(drawn.empty, drawn.choice, of->empty);
        assert_near(drawn.share / (drawn.choice - drawn.empty), of->share, 0.05 * of->share);
        assert_share(drawn.form[TL_reimbursement_form_granted], drawn.choice, 62.0 / 141.0);
        assert_share(drawn.form[TL_reimbursement_form_performed], drawn.choice, 67.0 / 141.0);
        assert_true(drawn.form[TL_reimbursement_form_block] == 0.0);
    }
}

static void whoever_has_no_choice_has_no_firms(void **state)
{
    (void)state;
    for (int64_t seed = 1; seed <= 200; seed++) {
        tl_Market market;
        tl_market_draw(seed, 1780, 400, &market);
        assert_true(market.given && market.drawn && (market.externals > 0) == (market.share > 0.0));
        assert_true(market.lov.given ? tl_market_providers(&market) > 22 : tl_market_providers(&market) == 1);
        assert_true(market.externals < tl_market_providers(&market));
    }
    tl_Market large;
    tl_market_draw(2, 180, 1000000, &large);
    assert_true(large.externals <= 100 && tl_market_providers(&large) <= TL_MOST_PROVIDERS);
}

/* ---- the same in any run ---------------------------------------------------------------------------------- */

static void an_arrangement_hangs_on_seed_and_code_alone(void **state)
{
    (void)state;
    tl_Market again, market, own;
    tl_market_draw(7, 1780, 400, &again);
    tl_market_draw(7, 1780, 400, &market);
    assert_true(tl_markets_equal(&market, &again));
    tl_LoadedConfig one = load_config(DRAWN, NULL);
    tl_market_draw(1, one.config.municipalities[0].code, 400, &own);
    assert_true(tl_markets_equal(tl_market_of(&one.config, 0), &own));
    tl_LoadedConfig replicated = load_config(DRAWN, "run.replicates=3");
    assert_true(tl_drawn_equal(&one.config, &replicated.config));
    tl_loaded_config_free(&replicated);
    tl_loaded_config_free(&one);
}

static void what_was_drawn_is_listed_and_not_drawn_again(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config(DRAWN, NULL), again;
    const char *path = write_config("drawn.json", loaded.json);
    load_config_file(path, NULL, &again);
    assert_string_equal(loaded.json, again.json);
    assert_true(tl_drawn_equal(&loaded.config, &again.config));
    tl_loaded_config_free(&again);
    load_config_file(path, "seed=5", &again);
    assert_true(tl_drawn_equal(&loaded.config, &again.config));
    tl_loaded_config_free(&again);
    tl_loaded_config_free(&loaded);
}

static void without_it_every_municipality_has_the_market_of_all(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config(BIG "market: {externals: 3, share: 0.3}\n", NULL);
    assert_ptr_equal(tl_market_of(&loaded.config, 0), &loaded.config.market);
    assert_null(strstr(loaded.json, "drawn"));
    tl_loaded_config_free(&loaded);
}

/* ---- refused ---------------------------------------------------------------------------------------------- */

static void what_stands_beside_it_is_refused(void **state)
{
    (void)state;
    refuse_config(BIG "market: {drawn: true, externals: 3}\n",
                  "market.externals: not expected beside market.drawn");
    refuse_config(BIG "market: {drawn: yes please}\n", "market.drawn: true is expected, found 'yes please'");
    refuse_config(BIG "market: {drawn: false}\n", "market.drawn: true is expected");
    refuse_config(DRAWN "reimbursement.form: performed\n",
                  "reimbursement.form is set, but market.drawn draws");
}

static void a_listing_that_is_damaged_is_refused(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config(DRAWN, NULL);
    char *choice = strstr(loaded.json, "\"form\": \"");
    memcpy(choice + strlen("\"form\": \""), "xx", 2);
    refuse_config_file(write_config("damaged.json", loaded.json), NULL, "'form'", 0);
    tl_loaded_config_free(&loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_comes_to_its_figures),
        cmocka_unit_test(whoever_has_no_choice_has_no_firms),
        cmocka_unit_test(an_arrangement_hangs_on_seed_and_code_alone),
        cmocka_unit_test(what_was_drawn_is_listed_and_not_drawn_again),
        cmocka_unit_test(without_it_every_municipality_has_the_market_of_all),
        cmocka_unit_test(what_stands_beside_it_is_refused),
        cmocka_unit_test(a_listing_that_is_damaged_is_refused),
    };
    return cmocka_run_group_tests(tests, make_config_folder, remove_config_folder);
}
