"""What commands say in Swedish: names, units, named values, decimal commas and thin spaces."""

from __future__ import annotations

import re

import pytest

SMALL = ("run", "configs/small.yaml", "--threads", "1", "--set", "run.burn_in_days=0", "--set", "run.days=14", "--set", "record.period_days=14")


def test_a_run_is_told_in_swedish(tillit):
    done = tillit(*SMALL, "--lang", "sv", "--set", "run.replicates=2")
    assert done.code == 0, done.err
    assert done.out.startswith("Lillköping, en snabb provkörning\n\nmått ")
    rows = {line[:36].strip(): [word for word in line[36:].split(" ") if word] for line in done.out.splitlines() if len(line) > 60}
    assert re.fullmatch(r"\d+,\d", rows["mycket eller ganska nöjda"][0].replace("\u2212", "")), rows["mycket eller ganska nöjda"]
    assert rows["mycket eller ganska nöjda"][2:] == ["procent", "89", "%", "(2013),", "85", "%", "(2024)", "[OJ13,", "LR25]"]
    assert rows["arbetsbelastning"][2] == "standardavvikelser" and rows["kostnad"][2:6] == ["miljoner", "kr", "per", "år"]
    assert re.fullmatch(r"\d{2,3}\u202f\d00", rows["kostnad per person med hemtjänst"][0])
    assert not re.search(r"\d\.\d", done.out) and "satisfied" not in done.out
    assert "kontrollsummor " in done.out and "simulerat 2 gånger" in done.out


def test_digests_and_english_are_as_before(tillit):
    english, swedish = tillit(*SMALL), tillit(*SMALL, "--lang", "sv")
    assert english.digests[0] in swedish.out
    assert english.out.startswith("Lillköping, a quick trial run\n\nmeasure ")
    assert re.search(r"^cost_per_recipient +\d{3},\d{3} +- +SEK/yr ", english.out, re.MULTILINE) and re.search(r"^satisfied +0\.\d{4} ", english.out, re.MULTILINE)


def test_two_configs_are_compared_in_swedish(tillit):
    done = tillit("compare", "configs/small.yaml", "configs/small.yaml", *SMALL[2:], "--lang", "sv")
    assert done.code == 0, done.err
    assert re.search(r"^antal personal under 14 dagar +\d+,\d +\d+,\d +0,0 +\u2013  personer$", done.out, re.MULTILINE), done.out
    assert "miljoner persondagar i sekunden" in done.out


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("discretion.officer", ("discretion.officer: handlingsutrymme i biståndsbeslutet (0–1)", "förval      0,5", "0 = insatser i minuter", "1 = en ram av timmar", "bestäms av: beställaren")),
        ("Medarbetare per chef", ("organisation.span: medarbetare per chef", "förval      42 anställda", "real_span: medarbetare per chef (mått)", "publicerat  42 (2022)")),
        ("satisfied", ("satisfied: mycket eller ganska nöjda (mått)", "0 = ingen", "1 = alla", "publicerat  89 % (2013), 85 % (2024)")),
        ("arbetsbelastning", ("strain: arbetsbelastning (mått)", "enhet       standardavvikelser")),
        ("resources.reform_budget", ("0 till 20\u202f000", "kr per månad")),
    ],
)  # fmt: skip
def test_levers_and_measures_are_explained_in_swedish(tillit, name, lines):
    done = tillit("explain", name, "--lang", "sv")
    assert done.code == 0, done.err
    assert all(line in done.out for line in lines), done.out


def test_what_is_not_there_is_refused_with_the_nearest(tillit):
    done = tillit("explain", "medarbetare per chf", "--lang", "sv")
    assert (done.code, "heter 'medarbetare per chf'; menas 'medarbetare per chef'?" in done.err) == (2, True), done.err


def test_every_lever_is_listed_by_its_swedish_name(tillit):
    out = tillit("params", "--lang", "sv").out
    assert re.search(r"^organisation\.span +42 anställda +\[4 till 400\]  medarbetare per chef$", out, re.MULTILINE)
    assert re.search(r"^plan\.continuity_weight +0,35 ", out, re.MULTILINE)
    assert re.search(r"^staff_met +antal personal under 14 dagar +personer +hur många", tillit("measures", "--lang", "sv").out, re.MULTILINE)
    for form in ("json", "markdown"):
        assert tillit("params", "--format", form).out == tillit("params", "--format", form, "--lang", "sv").out


# ---- a word, help, forecast, errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "line"),
    [("personalkontinuitet", "staff_met: antal personal under 14 dagar (mått)"), ("nöjd", "satisfied: mycket eller ganska nöjda (mått)"),
     ("Nöjdhet", "satisfaction: nöjdhet, medel (mått)"), ("sjukskrivning", "sick_share: sjukfrånvaro (mått)"), ("stress", "strain: arbetsbelastning (mått)")],
)  # fmt: skip
def test_a_word_that_people_use_is_explained(tillit, word, line):
    done = tillit("explain", word, "--lang", "sv")
    assert (done.code, line in done.out) == (0, True), done.err


def test_a_word_of_several_lists_them(tillit):
    done = tillit("explain", "tilliten", "--lang", "sv")
    assert done.code == 2 and done.err.startswith("tillit: 'tilliten' kan vara:\n") and "personalens tillit till chefen" in done.err, done.err


def test_coefficients_are_explained_in_swedish(tillit):
    done = tillit("explain", "opinion.kappa", "--lang", "sv")
    assert "Hur tungt en dålig händelse väger mot en god." in done.out, done.out
    assert "Hur tungt en dålig händelse väger mot en god." in tillit("params", "--lang", "sv").out
    assert "[0 till 9\u202f007\u202f199\u202f254\u202f740\u202f99" in tillit("params", "--lang", "sv").out and "e+" not in tillit("explain", "seed", "--lang", "sv").out


def test_help_is_swedish_for_those_who_ask_in_it(tillit):
    overview = tillit("help", "--lang", "sv").out
    assert "användning: tillit KOMMANDO" in overview and "hur ett kommando används" in overview
    names = re.findall(r"^  ([a-z-]+) ", overview, re.MULTILINE)
    assert {"presets", "experiment", "report", "explain", "run", "new-municipality"} <= set(names)
    for name in names:
        own = tillit("help", name, "--lang", "sv")
        if name != "help":
            assert own.code == 0 and own.out.startswith(f"användning: tillit {name}"), own.out
            assert own.out != tillit("help", name).out
    assert tillit("experiment", "--help", "--lang=sv").out == tillit("help", "experiment", "--lang", "sv").out
    assert tillit("experiment", "--lang", "sv").err.startswith("användning: tillit experiment")


def test_the_forecast_is_told_in_swedish(tillit):
    done = tillit(*SMALL, "--lang", "sv", "--plan")
    assert re.search(r"^tillit: tar ungefär \d+ s och \d+ MB minne$", done.err, re.MULTILINE), done.err


def test_a_market_that_cannot_be_is_told_in_swedish(tillit, tmp_path):
    base = "seed: 1\nmunicipality: lillkoping\nregime: ordinary\nrun: {days: 14}\n"
    for market, said in [
        ("5", "fel: market: en grupp med split, eller med externals, share och pool, eller none väntas, här står '5'"),
        ("{extrenals: 5}", "fel: okänd nyckel 'extrenals'; menas 'externals'?"),
        ("{split: {parts: [0.5, 0.4]}}", "fel: market.split.parts: delarna ska tillsammans bli 1; de här blir 0.9"),
        ("{split: {parts: []}}", "eller antalet lika delar väntas, här står en tom lista"),
        ("{split: {parts: 0}}", "fel: market.split.parts: ett heltal från 1 till 127 väntas, här står '0'"),
        ("{split: {parts: 2}, externals: 1}", "fel: market.externals: får inte stå bredvid market.split"),
        ("{externals: 5}", "fel: market.share: här väntas hur stor del av brukarna som de externa utförarna har"),
        ("{externals: 0, share: 0.5}", "med market.externals = 0: 0, eller externa utförare väntas"),
        ("{externals: 9, share: 0.5, pool: {small: 2}}", "men market.pool har 2 företag: högst så många är tillåtna"),
        ("{split: {parts: 2}}\nreimbursement: {form: performed}", "finns ingen volym att betala för"),
        ("{externals: 5, share: 0.5, offers: [{name: a, day: 3, way: krav, set: {plan.knowledge: 1}}]}", "fel: market.offers[0].way: requirement, invitation eller order väntas, här står 'krav'"),
        ("{externals: 5, share: 0.5, offers: [{name: a, day: 3, way: requirement, set: {organisation.notice_days: 7}}]}", "fel: organisation.notice_days bestäms i lag och kan inte begäras av utförare"),
        ("{externals: 5, share: 0.5, offers: [{name: a, day: 3, way: requirement, set: {discretion.officer: 1}}]}", "fel: discretion.officer bestämmer kommunen själv: den ändras under 'timeline'"),
        ("{offers: [{name: a, day: 3, way: invitation, set: {plan.knowledge: 1}}]}", "fel: market.offers: a: way: invitation, men inga externa utförare finns att fråga"),
        ("none\nfinance: {credit: 10}", "fel: finance.credit gäller flera utförare, och här finns bara en: 'market:' väntas"),
    ]:  # fmt: skip
        (tmp_path / "own.yaml").write_text(base + f"market: {market}\n")
        done = tillit("check", tmp_path / "own.yaml", "--lang", "sv")
        assert done.code == 2 and said in done.err + done.out, done.err + done.out
        english = tillit("check", tmp_path / "own.yaml")
        assert english.code == 2 and "väntas" not in english.err + english.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("experiment", "karlstadt"), "fel: det finns ingen färdig fråga som heter så, och ingen fil; menas 'karlstad'?"),
        (("experiment", "karlstad", "--municipality", "Sundsval"), "fel: det finns ingen kommun 'Sundsval' i "),
        (("experiment", "karlstad", "--municipality", "all"), "fel: en kommun väntas, vid namn"),
        (("experiment", "karlstad", "--set", "organisation.span=1"), "fel: organisation.span = 1: ett värde från 4 till 400 anställda är tillåtet"),
        (("run", "configs/small.yaml", "--set", "organisation.spann=20"), "fel: 'organisation.spann' finns inte att ställa in; menas 'organisation.span'?"),
        (("experiment", "karlstad", "--like", "before"), "--what-if NAMN=VÄRDE väntas också"),
        (("run", "nowhere.yaml"), "fel: kan inte läsas: "),
    ],
)  # fmt: skip
def test_what_policy_staff_get_wrong_is_told_in_swedish(tillit, arguments, message):
    done = tillit(*arguments, "--lang", "sv")
    assert (done.code, message in done.err) == (2, True), done.err
