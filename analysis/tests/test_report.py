"""The page: its numbers are the program's, nothing is fetched, and it works in a browser."""

import html
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import tillit
from tillit import figures, library, points
from tillit.errors import TillitError
from tillit.estimates import Estimate
from tillit.report import page, render, report
from tillit.report.arrangement import Span
from tillit.report.conclusions import FIVE, Finding, Judged, Mark, Worlds
from tillit.report.content import content
from tillit.report.wording import Wording, decimal, number, rests_on, worlds
from tillit.report.words import FIRST, NOT_TRIED, Text
from tillit.runs import call

MODEL = library.text(library.lib().tillit_model_version())
HOSTILE = "<script>alert(1)</script> $\\frac{1$"
PILOT = Path(__file__).resolve().parents[2] / "experiments" / "linkoping-pilot-random.yaml"


@pytest.fixture(scope="module")
def companions(folder, printed, tmp_path_factory):
    """What `tillit claims` and `robustness` would have written of the experiment; by hand."""
    made, own = tmp_path_factory.mktemp("companions"), tillit.digest(folder / "experiment.yaml")
    version = tillit.open_result(folder / "result.h5").attrs["model_version"]
    claim = {"name": "quality", "verdict": "supported", "difference": 1, "half_width": 1, "arithmetic": False}
    claim["rests_on"] = ["experience.discretion"]
    claim["reach"] = {"outcome": "moves", "same": False, "largest": None, "stretched": []}
    grounds = {"title": "t", "experiment": own, "model_version": str(version), "replicates": 2, "knocked_out": 70}
    (made / "claims.json").write_text(json.dumps({**grounds, "claims": [claim]}))
    found = pd.DataFrame({"quality": [0.5, 0.4, -0.5, 0.0]}, index=pd.RangeIndex(1, 5, name="point"))
    points.save(found, f"by hand; tillit 0 (model version {version}); experiment {own}", made / "points.csv")
    return made


@pytest.fixture(scope="module")
def found(folder, companions):
    """What stands in the page of the experiment; made once, since its drawings take longest."""
    return content(folder / "result.h5", companions / "claims.json", companions / "points.csv")


@pytest.fixture(scope="module")
def text(found):
    return render(found)


@pytest.fixture(scope="module")
def written(text, tmp_path_factory):
    """The page as a file."""
    path = tmp_path_factory.mktemp("page") / "r.html"
    path.write_text(text, encoding="utf-8")
    return path


def test_numbers_are_the_programs_own(found, printed):
    rows = {name.en: cells for _, rows in found["levels"] for name, cells in rows}
    for i, arm in enumerate(printed["arms"]):
        means = {name: float(np.mean(own)) for name, own in arm["measures"].items() if None not in own}
        assert rows["strain of staff (standard deviations, 0 is the mean of the median municipality)"][
            i
        ].value == decimal(means["strain"], 2)
        assert rows["cost a year (million SEK)"][i].value == decimal(means["cost"] / 1e6, 1)
        own = rows["very or fairly satisfied (emulates the national survey), per cent"]
        assert own[i].value == decimal(100 * means["satisfied"], 1)
    assert found["claims"][0]["kind"] == printed["claims"][0]["verdict"]
    assert found["claims"][0]["span"] == ("dag 28–84, alla enheter", "days 28–84, all units")


def test_everything_is_in_the_page_and_in_both_languages(text):
    assert not re.search(r"""(src|href)\s*=\s*["'](?!#)""", text)
    assert not re.search(r"url\((?!#)|@import|https?://(?!www\.w3\.org|creativecommons|purl|matplotlib)", text)
    assert text.count('class="sv"') == text.count('class="en"') > 200
    for words in (
        "Svaret i korthet",
        "The answer in short",
        "Vad detta inte kan säga",
        "What this cannot say",
        "tillit verify result.h5",
        "Vem vinner",
        "misstro",
    ):
        assert words in text
    assert text.index("Svaret i korthet") < text.index("Utfall</span>")


def test_the_course_is_the_first_picture_of_arms_that_part_on_a_day(found, text, course_shown):
    assert found["course"] is None and 'id="course"' not in text  # arms that differ from the start
    own = render({**found, "course": course_shown})
    assert own.index('id="course"') < own.index("<figure>") < own.index("Svaret i korthet")
    for words in (
        "Noll är",
        "går vidare som förut",
        "the dip: its worst quarter",
        "Förändringen börjar dag 56",
        "Nivån till slut",
    ):
        assert words in own


def test_five_outcomes_stand_first_with_judgement_and_worlds(found):
    five = found["answers"][0]["five"]
    names = [row["name"].sv.split(" ")[0].strip(":,") for row in five]
    assert names == ["mycket", "uteblivna", "personalkontinuitet", "sjukfrånvaro", "kostnad"]
    assert all(row["judgement"].sv and row["worlds"] == NOT_TRIED for row in five)  # the claim is on quality


def test_the_answer_stands_in_words_before_marks_and_tables(found, text):
    first = found["answers"][0]["first"]
    assert all(sum(sentence.sv.count(FIRST[name].sv) for sentence in first) == 1 for name in FIVE)
    assert text.index(first[0].sv) < text.index("Fem utfall") and text.index(first[-1].sv) < text.index("<table")


def test_the_answer_in_words_says_what_qualifies_it(result):
    def finding(outcome, change, judgement, tried=None):
        own = Estimate(change, 0.001, 3)
        return Finding(outcome, "a", "b", Span(None, (0, 7)), own, own, own, 0.01, "", judgement, tried)

    five = [finding("satisfied", 0.014, "better", Worlds(0.22, 0.62, 126)), finding("missed_share", 0.115, "worse")]
    marks = [Mark("missed_share", "a", None, 0.13, 0.05), Mark("satisfied", "a", "c", 0.2, 0.05)]
    assert [sentence.sv for sentence in Wording(result, {}).first(five, marks)] == [
        "Bättre: andel nöjda +1,4 procentenheter (bättre i 22\u00a0% och sämre i 62\u00a0% av de rimliga världarna).",
        "Sämre: uteblivna besök +11,5 procentenheter (orimlig nivå).",
    ]


def test_units_are_what_measures_can_be(result):
    wording = Wording(result, {})
    assert wording.label("quality").sv == "besökens kvalitet (index)"  # may leave 0-1, as the manager's work
    assert wording.label("manager_load").en == "the manager's work (1 is all working time)"
    assert wording.smallest("satisfied", 0.01).sv == "1 procentenhet"
    assert wording.smallest("missed_share", 0.005).sv == "0,5 procentenheter"


def test_no_sign_points_against_another(text):
    assert not re.search("[▲▼]|25B[2C]", text)


def test_grounds_and_plausible_worlds_stand_beside_claims(found, text):
    own = found["claims"][0]
    assert own["worlds"] == ("håller 50\u00a0%, tvärtom 25\u00a0%", "holds 50\u00a0%, opposite 25\u00a0%")
    assert own["verdict"] == ("Ja", "Supported") and "how much better discretion makes a visit" in own["rests_on"].en
    assert own["worlds"].sv in text and "hur mycket bättre besöket blir av handlingsutrymme" in text


def test_what_was_not_tried_is_said():
    assert worlds(None, Text("h", "h"), Text("o", "o")) == ("inte prövat", "not tried")
    assert rests_on("supported", None).en == "not examined" and rests_on("opposite", None).en == "–"


def test_whether_an_outcome_depends_on_what_differs_is_said(result, found, text):
    assert found["claims"][0]["reach"] == ("ja", "yes") and "Beror utfallet på det som skiljer?" in text
    wording = Wording(result, {})

    def words(reach, change=(0.0, 0.0)):
        ground = None if reach is None else {"reach": reach} if reach else {}
        own = Judged({"outcome": "staff_met"}, Span(None, (0, 7)), Estimate(*change, 3), "negligible", None, ground)
        return wording.reach(own)

    row = {"lever": "steering.follow_up_min", "end": 600.0, "difference": -0.2, "half_width": 0.1, "same": False}
    kept = {"same": True, "stretched": [row]}
    assert words(None).en == words({}).en == "no, not as the alternatives stand: exactly the same figures"
    assert words(None, (0.1, 0.1)) == NOT_TRIED
    assert (
        words({**kept, "outcome": "none", "largest": None}).sv == "nej: exakt samma siffror, hur mycket det än skiljer"
    )
    assert words({**kept, "outcome": "open", "largest": row}).sv == "går inte att säga"
    moved = words({**kept, "outcome": "moves", "largest": row})
    assert (
        moved.sv
        == "ja, men först när mer skiljer: \u22120,2 ±0,1 personal (minuter uppföljning per månad och anställd: 600)"
    )
    small = words({**kept, "outcome": "too_small", "largest": {**row, "lever": None, "half_width": None}})
    assert small.en == "too little, however much differs; at most: \u22120.2 staff"


@pytest.fixture(scope="module")
def pilot(tmp_path_factory):
    """A pilot's file, what the program printed, and what stands in its page."""
    path = tmp_path_factory.mktemp("pilot") / "pilot.h5"
    small = ("--set", "municipality.recipients=250", "--set", "run.replicates=2")
    printed = call("experiment", PILOT, *small, "--out", path, "--quiet")
    return path, printed, content(path)


def test_a_pilot_is_evaluated_as_the_program_does(pilot):
    path, printed, found = pilot
    rows = printed[printed.index("Evaluating the pilot") :].splitlines()[1:]
    with tillit.open_result(path) as data:
        asked = tillit.asked(data)
        for outcome, row in zip(asked["outcomes"], rows):
            own = tillit.pilot(data, outcome, asked["evaluation"]["arm"], asked["evaluation"]["without"])
            numbers = [float(text.replace(",", "")) for text in re.findall(r"(-?[\d,.]+) \+-", row)]
            assert [e.mean for e in own.values()] == pytest.approx(numbers, abs=6e-5, rel=5e-3), outcome
    assert "Sann effekt" in render(found)


def test_a_pilot_is_shown_since_it_began_and_in_its_units(pilot):
    path, _, found = pilot
    answer = found["answers"][0]
    assert answer["span"] == ("dag 364–532, pilotens enheter", "days 364–532, the pilot's units") == found["span"]
    with tillit.open_result(path) as data:
        true = tillit.pilot(data, "cost", "pilot", "without")["effect"]
    assert answer["five"][-1]["change"].en.startswith(decimal(true.mean / 1e6, 1).en.join(("+" * (true.mean > 0), "")))
    levers = {name.en: values for name, values in found["levers"]}
    assert (
        levers["discretion in the care decision (0–1)"][1].en
        == "0.5 → 0.9 from day 168 in the pilot's units (by lot, 33\u00a0%)"
    )
    assert "month 1" not in answer["break_even"].en and found["changes_begin"] == 168


def test_grounds_of_another_model_version_are_refused(folder, printed, tmp_path):
    path = tmp_path / "claims.json"
    path.write_text(json.dumps({"claims": [], "knocked_out": 1, "replicates": 2, "model_version": "1"}))
    with pytest.raises(tillit.TillitError, match=f"of model version 1, and .* of {MODEL}; run tillit claims again"):
        page(folder / "result.h5", path)


def test_hostile_names_stay_text(found, result):
    """In the page, where what is shown is only printed, and in the drawings, which matplotlib writes."""
    own = render(
        {**found, "title": Text(HOSTILE, HOSTILE), "titles": dict.fromkeys(found["arms"], Text(HOSTILE, HOSTILE))}
    )
    assert "<script>alert" not in own and html.escape(HOSTILE) in own
    drawn = figures.svg(figures.trajectories(result, "strain", {"a": HOSTILE, "b": "100 $ to 200 $"}))
    assert "<script>" not in drawn and "&lt;script&gt;" in drawn and "100 $ to 200 $" in drawn and "frac{1$" in drawn


def test_the_name_of_a_file_can_be_pasted(found):
    assert "tillit verify &#39;a b;c.h5&#39;" in render({**found, "file": shlex.quote("a b;c.h5")})


def test_one_replicate_says_that_there_are_no_intervals(folder, tmp_path):
    tillit.run(folder / "base.yaml", {"run.replicates": 1}, out=tmp_path / "one.h5").close()
    assert "därför inga intervall" in page(tmp_path / "one.h5")


def test_a_report_is_whole_or_absent(folder, printed, text, monkeypatch, tmp_path):
    monkeypatch.setattr("tillit.report.page", lambda *files: text)
    with pytest.raises(tillit.TillitError, match="there is no such folder"):
        report(folder / "result.h5", tmp_path / "nowhere" / "x.html")
    report(folder / "result.h5", tmp_path / "x.html")
    assert [p.name for p in tmp_path.iterdir()] == ["x.html"]
    assert (tmp_path / "x.html").read_text(encoding="utf-8").endswith("</html>")


def test_what_is_not_from_tillit_claims_is_refused(folder, printed, tmp_path):
    path = tmp_path / "claims.json"
    path.write_text("[]")
    with pytest.raises(tillit.TillitError, match="is not what tillit claims"):
        page(folder / "result.h5", path)


def test_points_of_something_else_are_refused(folder, companions, tmp_path):
    found, made = points.load(companions / "points.csv", "robustness")
    own = tmp_path / "r.csv"
    points.save(found, "by hand; tillit 0 (model version 1)", own)
    with pytest.raises(TillitError, match="not of model version"):
        page(folder / "result.h5", robustness=own)
    points.save(found.rename(columns={"quality": "x"}), made, own, overwrite=True)
    with pytest.raises(TillitError, match="no claim 'quality'"):
        page(folder / "result.h5", robustness=own)


def test_companions_of_another_experiment_are_refused(folder, printed, tmp_path):
    """Of the same claim names: the digest tells them apart, and texts, replicates and records do not count."""
    asked, version = tillit.digest(folder / "result.h5"), f"(model version {MODEL})"
    assert tillit.digest(folder / "experiment.yaml", {"run.replicates": 2, "record.level": "none"}) == asked
    found = pd.DataFrame({"quality": [0.5]}, index=pd.RangeIndex(1, 2, name="point"))
    other = {"experiment": "0" * 16, "model_version": MODEL, "replicates": 2, "knocked_out": 1, "claims": []}
    (tmp_path / "claims.json").write_text(json.dumps(other))
    with pytest.raises(TillitError, match=f"claims.json: is of another experiment.*digest {'0' * 16}, here {asked}"):
        page(folder / "result.h5", tmp_path / "claims.json")
    for name, made in (
        ("another", f"by hand {version}; experiment {'0' * 16}"),
        ("does not say", f"by hand {version}"),
    ):
        points.save(found, made, tmp_path / "r.csv", overwrite=True)
        with pytest.raises(TillitError, match=f"r.csv: .*{name}"):
            page(folder / "result.h5", robustness=tmp_path / "r.csv")


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (1234.4, "1\u202f234", "1\u202f234"),
        (-0.0123, "\u22120,0123", "\u22120.0123"),
        (0.0, "0", "0"),
        (float("nan"), "–", "–"),
    ],
)
def test_numbers_for_people(value, swedish, english):
    assert number(value) == (swedish, english)


@pytest.mark.parametrize(
    ("outcome", "value", "swedish"),
    [
        ("satisfied", 0.8684, "86,8"),
        ("cost", 269.6e6, "270"),
        ("cost", 7.64e6, "7,6"),
        ("undetected_hours", 4742.0, "4\u202f700"),
        ("undetected_hours", 57.0, "60"),
        ("staff_met", 15.14, "15,1"),
        ("strain", -0.0004, "0,00"),
    ],
)
def test_amounts_are_no_more_exact_than_they_deserve(result, outcome, value, swedish):
    assert Wording(result, {}).amount(outcome, value).sv == swedish


# ---- the command line ------------------------------------------------------------------------------------------------


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "tillit", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_the_command_line_from_end_to_end(folder, printed, tmp_path):
    done = command("report", folder / "result.h5", "--out", tmp_path / "r.html")
    assert (done.returncode, (tmp_path / "r.html").exists()) == (0, True), done.stderr
    done = command("table", folder / "result.h5", "--outcome", "quality", "--csv")
    assert done.stdout.splitlines()[0] == "outcome,arm,mean,half_width,difference,difference_half_width,replicates"
    assert (
        command("figures", folder / "result.h5", "--outcome", "strain", "--folder", tmp_path, "--lang", "sv").returncode
        == 0
    )
    assert (tmp_path / "strain.svg").exists()
    done = command("design", "morris", "--size", 4, "--parameter", "opinion.kappa", "--out", tmp_path / "d.csv")
    assert "8 points of 1 parameters" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [(("report", "nowhere.h5", "--out", "x.html"), 2, "nowhere.h5: there is no such file"), (("table", "README.md"), 2, "no result of tillit"),
     (("design", "sobol", "--size", "7", "--out", "x.csv"), 2, "a power of two"), (("reprot",), 2, "no command 'reprot'; did you mean")],
)  # fmt: skip
def test_wrong_command_lines(arguments, code, message):
    done = command(*arguments)
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr


# ---- in a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser():
    selenium = pytest.importorskip("selenium.webdriver")
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        if os.environ.get("TILLIT_BROWSER") == "required":
            pytest.fail("chromium and chromium-driver are missing")
        pytest.skip("chromium and chromium-driver are not installed")
    options = selenium.ChromeOptions()
    options.binary_location = program
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = selenium.Chrome(options=options, service=selenium.ChromeService(driver))
    yield driver
    driver.quit()


def visible(browser):
    return browser.execute_script("return document.body.innerText")


def open_at(browser, url, width):
    browser.set_window_size(width, 900)
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    browser.get(url)


@pytest.mark.parametrize("width", [1200, 390])
def test_in_chromium(browser, written, width):
    open_at(browser, written.as_uri(), width)
    assert "Svaret i korthet" in visible(browser) and "The answer in short" not in visible(browser)
    browser.find_element("css selector", "[data-language=en]").click()
    assert browser.execute_script("return document.documentElement.lang") == "en"
    assert "The answer in short" in visible(browser) and "Svaret i korthet" not in visible(browser)
    assert browser.title == "Trial"
    assert browser.execute_script(
        "return document.documentElement.scrollWidth <= arguments[0]", width
    ), "the page itself scrolls sideways"
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    fetched = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = {m["params"]["request"]["url"] for m in fetched if m["method"] == "Network.requestWillBeSent"}
    assert all(url.startswith(("file:", "data:", "chrome:", "about:")) for url in urls), urls


@pytest.mark.parametrize("width", [1200, 390])
def test_no_texts_of_a_course_overlap(browser, found, course_shown, tmp_path, width):
    path = tmp_path / "course.html"
    path.write_text(render({**found, "course": course_shown}), encoding="utf-8")
    for language in ("sv", "en"):
        open_at(browser, f"{path.as_uri()}?lang={language}", width)
        boxes = browser.execute_script("""return [...document.querySelectorAll(".courses svg")].map(own =>
            [...own.querySelectorAll("text")].map(text => text.getBoundingClientRect()).filter(box => box.width > 0)
                .map(box => [box.left, box.top, box.right, box.bottom]))""")
        assert sum(map(bool, boxes)) == 5 and browser.execute_script(
            "return document.documentElement.scrollWidth <= arguments[0]", width
        )
        for own in boxes:
            for i, (left, top, right, bottom) in enumerate(own):
                over = [b for b in own[:i] if b[0] < right and left < b[2] and b[1] < bottom and top < b[3]]
                assert not over, (language, own[i], over)


def test_by_keyboard_and_on_paper(browser, written):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    open_at(browser, written.as_uri(), 1200)
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB, Keys.TAB, Keys.ENTER)
    assert browser.execute_script("return document.documentElement.lang") == "en"
    charts = browser.find_elements(By.CSS_SELECTOR, "figure")
    assert charts and all(
        chart.find_elements(By.CSS_SELECTOR, "[role=img][aria-label]") and chart.find_elements(By.TAG_NAME, "table")
        for chart in charts
    )
    pdf = browser.execute_cdp_cmd("Page.printToPDF", {})["data"]
    assert len(pdf) > 50000
