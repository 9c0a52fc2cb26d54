"""The page is filled whole or not at all, what is foreign is refused, nothing is fetched, and it works in a browser."""

import json
import os
import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

import tillit
from tillit import library, points
from tillit.errors import TillitError
from tillit.report import PLACE, filled, page, report
from tillit.report.document import document
from tillit.report.texts import decimal

MODEL = library.text(library.lib().tillit_model_version())
HOSTILE = "</script><script>alert(1)</script><!-- \u2028"


@pytest.fixture(scope="module")
def companions(folder, printed, tmp_path_factory):
    """A table of points as `tillit robustness` would have written it of the experiment; by hand."""
    made, own = tmp_path_factory.mktemp("companions"), tillit.digest(folder / "experiment.yaml")
    found = pd.DataFrame({"quality": [0.5, 0.4, -0.5, 0.0]}, index=pd.RangeIndex(1, 5, name="point"))
    points.save(found, f"by hand; tillit 0 (model version {MODEL}); experiment {own}", made / "points.csv")
    return made


@pytest.fixture(scope="module")
def found(folder, printed):
    """What stands in the page of the experiment."""
    return document(folder / "result.h5")


@pytest.fixture(scope="module")
def text(found):
    return filled(found)


@pytest.fixture(scope="module")
def written(text, tmp_path_factory):
    """The page as a file."""
    path = tmp_path_factory.mktemp("page") / "r.html"
    path.write_text(text, encoding="utf-8")
    return path


# ---- filled ----------------------------------------------------------------------------------------------------------


def held(text):
    """What a page holds, as a browser reads it."""
    return json.loads(text.split(PLACE)[1].split("</script>")[0])


def test_the_page_holds_the_document(found, text):
    assert held(text) == found and "</html>" in text.split(PLACE)[1]


def test_nothing_is_fetched(text):
    shell = text.split(PLACE)[0]
    assert not re.search(r"""(src|href)\s*=\s*["'](?!#|data:)""", shell)
    assert not re.search(r"url\((?!#)|@import", shell)


def test_hostile_names_stay_text(found):
    own = filled({**found, "title": {"sv": HOSTILE, "en": HOSTILE}})
    assert held(own)["title"]["sv"] == HOSTILE and "<script>alert" not in own and "<!-- " not in own.split(PLACE)[1]


def test_no_page_holds_a_number_that_is_none(found):
    with pytest.raises(ValueError, match="JSON"):
        filled({**found, "days": float("nan")})


# ---- refused ---------------------------------------------------------------------------------------------------------


def test_grounds_of_another_model_version_are_refused(folder, printed, tmp_path):
    path = tmp_path / "claims.json"
    path.write_text(json.dumps({"claims": [], "knocked_out": 1, "replicates": 2, "model_version": "1"}))
    with pytest.raises(tillit.TillitError, match=f"of model version 1, and .* of {MODEL}; run tillit claims again"):
        page(folder / "result.h5", path)


def test_a_report_is_whole_or_absent(folder, printed, text, monkeypatch, tmp_path):
    monkeypatch.setattr("tillit.report.page", lambda *files: text)
    with pytest.raises(tillit.TillitError, match="there is no such folder"):
        report(folder / "result.h5", tmp_path / "nowhere" / "x.html")
    report(folder / "result.h5", tmp_path / "x.html")
    assert [p.name for p in tmp_path.iterdir()] == ["x.html"]
    assert (tmp_path / "x.html").read_text(encoding="utf-8") == text


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


@pytest.mark.parametrize("width", [1280, 390])
def test_in_chromium(browser, written, width):
    """A real report is shown in either language, by itself, without scrolling sideways."""
    open_at(browser, written.as_uri(), width)
    assert "Vad ger det?" in visible(browser) and "What does it give?" not in visible(browser)
    browser.find_element("css selector", "[data-language=en]").click()
    assert browser.execute_script("return document.documentElement.lang") == "en"
    assert "What does it give?" in visible(browser) and "Vad ger det?" not in visible(browser)
    assert browser.title == "Trial"
    assert browser.execute_script(
        "return document.documentElement.scrollWidth <= arguments[0]", width
    ), "the page itself scrolls sideways"
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    fetched = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = {m["params"]["request"]["url"] for m in fetched if m["method"] == "Network.requestWillBeSent"}
    assert all(url.startswith(("file:", "data:", "chrome:", "about:")) for url in urls), urls


def told(browser):
    """All texts of the page, those that are shown on request as well."""
    return browser.execute_script("return document.body.textContent")


def test_numbers_on_the_page_are_the_programs(browser, written, printed, found):
    """Those that the program printed, in its own form of numbers; and no number that is none."""
    open_at(browser, written.as_uri(), 1280)
    own = told(browser)
    for arm in printed["arms"]:
        satisfied = sum(arm["measures"]["satisfied"]) / len(arm["measures"]["satisfied"])
        assert decimal(100 * satisfied, 1).sv in own
    assert decimal(printed["claims"][0]["difference"], 2).sv in own
    assert all(digest in own for arm in found["arms"] for digest in arm["digests"])
    assert not re.search(r"NaN|undefined|\[object|Infinity", own)


@pytest.fixture(scope="module")
def course_page(course_document, tmp_path_factory):
    """The page of arms that part on a day, as a file."""
    path = tmp_path_factory.mktemp("course_page") / "r.html"
    path.write_text(filled(course_document), encoding="utf-8")
    return path


BOXES = """return [...document.querySelectorAll("svg")].map(own =>
    [...own.querySelectorAll("text")].map(text => text.getBoundingClientRect()).filter(box => box.width > 0)
        .map(box => [box.left, box.top, box.right, box.bottom]))"""


@pytest.mark.parametrize("width", [1280, 390])
def test_no_texts_of_a_picture_overlap(browser, course_page, width):
    for language in ("sv", "en"):
        open_at(browser, f"{course_page.as_uri()}?lang={language}", width)
        boxes = browser.execute_script(BOXES)
        assert sum(map(bool, boxes)) >= 10  # the five on the first screen, and the five of the course
        for own in boxes:
            for i, (left, top, right, bottom) in enumerate(own):
                over = [
                    b for b in own[:i] if min(right, b[2]) - max(left, b[0]) > 1 < min(bottom, b[3]) - max(top, b[1])
                ]
                assert not over, (language, own[i], over)


def test_by_keyboard_and_on_paper(browser, course_page):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    open_at(browser, course_page.as_uri(), 1280)
    browser.find_element(By.CSS_SELECTOR, "[data-language=en]").send_keys(Keys.ENTER)
    assert browser.execute_script("return document.documentElement.lang") == "en"
    charts = browser.find_elements(By.CSS_SELECTOR, "figure")
    assert charts and all(chart.find_elements(By.CSS_SELECTOR, "[role=img][aria-label]") for chart in charts)
    pdf = browser.execute_cdp_cmd("Page.printToPDF", {})["data"]
    assert len(pdf) > 50000
