"""The page: its numbers are the program's, nothing is fetched, and it works in a browser."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest

import tillit
from tillit import points
from tillit.errors import TillitError
from tillit.report import page, report
from tillit.report.content import break_even, content, number
from tillit.report.words import LEVERS
from tillit.runs import call


@pytest.fixture(scope="module")
def text(folder, printed):
    return page(folder / "result.h5")


def test_numbers_are_the_programs_own(folder, printed):
    found = content(folder / "result.h5")
    rows = {row.measure: row for _, rows in found["tables"] for row in rows}
    for i, arm in enumerate(printed["arms"]):
        assert rows["strain"].means[i].value.en == number(float(np.mean(arm["measures"]["strain"]))).en
        assert rows["cost"].means[i].value.en == number(float(np.mean(arm["measures"]["cost"])) / 1e6).en
        assert rows["satisfied"].means[i].value.en == number(100 * float(np.mean(arm["measures"]["satisfied"]))).en
    assert found["claims"][0]["kind"] == printed["claims"][0]["verdict"]


def test_everything_is_in_the_page_and_in_both_languages(text):
    assert not re.search(r"""(src|href)\\s*=\\s*["'](?!#)""".replace("\\\\", "\\"), text)
    assert not re.search(r"url\((?!#)|@import|https?://(?!www\.w3\.org|creativecommons|purl|matplotlib)", text)
    assert text.count('class="sv"') == text.count('class="en"') > 200
    for words in (
        "Talar emot",
        "Speaks against",
        "Vad detta inte kan säga",
        "What this cannot say",
        "tillit verify result.h5",
        "Vem vinner",
        "misstro",
    ):
        assert words in text
    assert text.index("Talar emot") < text.index("Utfall")


def test_a_pilot_is_evaluated_as_the_program_does(tmp_path):
    path = tmp_path / "pilot.h5"
    preset = Path(__file__).resolve().parents[2] / "experiments" / "linkoping-pilot-random.yaml"
    printed = call("experiment", preset, "--set", "run.replicates=2", "--out", path, "--quiet")
    rows = printed[printed.index("Evaluating the pilot") :].splitlines()[1:]
    with tillit.open_result(path) as data:
        asked = tillit.asked(data)
        for outcome, row in zip(asked["outcomes"], rows):
            found = tillit.pilot(data, outcome, asked["evaluation"]["arm"], asked["evaluation"]["without"])
            numbers = [float(text.replace(",", "")) for text in re.findall(r"(-?[\d,.]+) \+-", row)]
            assert [own.mean for own in found.values()] == pytest.approx(numbers, abs=6e-5, rel=5e-3), outcome
    assert "Sann effekt" in page(path)


def test_grounds_of_another_model_version_are_refused(folder, printed, tmp_path):
    path = tmp_path / "claims.json"
    path.write_text(json.dumps({"claims": [], "knocked_out": 1, "replicates": 2, "model_version": "1"}))
    with pytest.raises(tillit.TillitError, match="of model version 1, and .* of 2; run tillit claims again"):
        page(folder / "result.h5", path)


def test_every_lever_has_plain_words():
    levers = {p["path"] for p in tillit.designs.parameters() if p["section"] == "regime"}
    assert levers <= LEVERS.keys(), levers - LEVERS.keys()


def test_grounds_of_claims_are_shown_and_checked(folder, printed, tmp_path):
    path = tmp_path / "claims.json"
    claim = {
        "name": "quality",
        "verdict": "supported",
        "difference": 1,
        "half_width": 1,
        "arithmetic": False,
        "rests_on": ["experience.discretion"],
    }
    path.write_text(
        json.dumps(
            {
                "title": "t",
                "experiment": tillit.digest(folder / "experiment.yaml"),
                "model_version": "2",
                "replicates": 2,
                "knocked_out": 70,
                "claims": [claim],
            }
        )
    )
    assert "experience.discretion" in page(folder / "result.h5", path)
    path.write_text("[]")
    with pytest.raises(tillit.TillitError, match="is not what tillit claims"):
        page(folder / "result.h5", path)


def test_hostile_names_stay_text(folder, printed, tmp_path):
    path = tmp_path / "x.h5"
    shutil.copy(folder / "result.h5", path)
    with h5py.File(path, "r+") as file:
        asked = json.loads(bytes(file["experiment"][:]))
        asked["title"]["sv"] = asked["arms"][0]["title"]["sv"] = "<script>alert(1)</script>"
        asked["claims"], asked["windows"] = [], []  # makes room
        text = np.frombuffer(json.dumps(asked).encode(), dtype=np.uint8)
        length = file["experiment"].size
        file["experiment"][...] = np.pad(text[:length], (0, max(0, length - text.size)), constant_values=ord(" "))
    found = page(path)
    assert "<script>alert" not in found and html.escape("<script>alert(1)</script>") in found


def test_one_replicate_says_that_there_are_no_intervals(folder, tmp_path):
    tillit.run(folder / "base.yaml", {"run.replicates": 1}, out=tmp_path / "one.h5").close()
    assert "därför inga intervall" in page(tmp_path / "one.h5")


def test_a_report_is_whole_or_absent(folder, printed, tmp_path):
    with pytest.raises(tillit.TillitError, match="there is no such folder"):
        report(folder / "result.h5", tmp_path / "nowhere" / "x.html")
    report(folder / "result.h5", tmp_path / "x.html")
    assert [p.name for p in tmp_path.iterdir()] == ["x.html"]
    assert (tmp_path / "x.html").read_text(encoding="utf-8").endswith("</html>")


def test_break_even_is_the_month_from_which_it_has_not_cost_more(result):
    data = result[["cost", "day", "period_days"]].load().copy(deep=True)
    data["cost"][...] = 1.0
    assert break_even(data, "b", "a") == 1
    data["cost"][1, :, 0] = 1.5
    data["cost"][1, :, 1:] = 0.5  # dearer by half a month's cost, then cheaper by as much
    assert break_even(data, "b", "a") == 2  # even when the second period of 28 days ends
    data["cost"][1, :, :] = 2.0
    assert break_even(data, "b", "a") is None


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
     (("design", "sobol", "--size", "7", "--out", "x.csv"), 2, "a power of two"), (("reprot",), 2, "invalid choice")],
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
def test_in_chromium(browser, folder, printed, tmp_path, width):
    report(folder / "result.h5", tmp_path / "r.html")
    open_at(browser, (tmp_path / "r.html").as_uri(), width)
    assert "Talar emot" in visible(browser) and "Speaks against" not in visible(browser)
    browser.find_element("css selector", "[data-language=en]").click()
    assert browser.execute_script("return document.documentElement.lang") == "en"
    assert "Speaks against" in visible(browser) and "Talar emot" not in visible(browser)
    assert browser.title == "Trial"
    assert browser.execute_script(
        "return document.documentElement.scrollWidth <= window.innerWidth"
    ), "the page itself scrolls sideways"
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    fetched = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = {m["params"]["request"]["url"] for m in fetched if m["method"] == "Network.requestWillBeSent"}
    assert all(url.startswith(("file:", "data:", "chrome:", "about:")) for url in urls), urls


def test_where_figures_leave_room(folder, printed, tmp_path):
    """The share of plausible points at which a claim holds stands beside it; results of something else are refused."""
    found = pd.DataFrame({"quality": [0.5, 0.4, -0.5, 0.0]}, index=pd.RangeIndex(1, 5, name="point"))
    version = tillit.open_result(folder / "result.h5").attrs["model_version"]
    own = tmp_path / "r.csv"
    made = f"by hand; tillit 0 (model version {version}); experiment {tillit.digest(folder / 'experiment.yaml')}"
    points.save(found, made, own)
    text = page(folder / "result.h5", robustness=own)
    assert (
        "50\u00a0% (opposite 25\u00a0%)" in text
        and "50\u00a0% (motsatt 25\u00a0%)" in text
        and "At 4 points" not in text
    )
    assert "Holds where figures leave room" not in page(folder / "result.h5")
    points.save(found, "by hand; tillit 0 (model version 1)", own, overwrite=True)
    with pytest.raises(TillitError, match="not of model version"):
        page(folder / "result.h5", robustness=own)
    points.save(found.rename(columns={"quality": "x"}), made, own, overwrite=True)
    with pytest.raises(TillitError, match="no claim 'quality'"):
        page(folder / "result.h5", robustness=own)


def test_companions_of_another_experiment_are_refused(folder, printed, tmp_path):
    """Of the same claim names: the digest tells them apart, and texts, replicates and records do not count."""
    asked, version = tillit.digest(folder / "result.h5"), "(model version 2)"
    assert tillit.digest(folder / "experiment.yaml", {"run.replicates": 2, "record.level": "none"}) == asked
    found = pd.DataFrame({"quality": [0.5]}, index=pd.RangeIndex(1, 2, name="point"))
    other = {"experiment": "0" * 16, "model_version": "2", "replicates": 2, "knocked_out": 1, "claims": []}
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


def test_by_keyboard_and_on_paper(browser, folder, printed, tmp_path):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    report(folder / "result.h5", tmp_path / "r.html")
    open_at(browser, (tmp_path / "r.html").as_uri(), 1200)
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
