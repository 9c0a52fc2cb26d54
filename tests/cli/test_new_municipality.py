"""`tillit new-municipality`: from figures in any shape to a config that runs, and what is refused."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, TILLIT

FIGURES = """uppgift;värde
brukare;1 200
timmar;28,5
anställda per chef;38
timanställda;16 %
sjukfrånvaro;9,4
personalkontinuitet;15
utförare;3
"""


SMALL = FIGURES.replace("1 200", "150")  # what is written is tried out for two years of the model


def make(tillit, tmp_path, text, *more, name="Exempelby"):
    (tmp_path / "figures.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return tillit("new-municipality", name, "--from", tmp_path / "figures.csv", "--out", tmp_path / "x.yaml", *more)


def only_written(tmp_path, text, *more) -> str:
    """The same, and what it says first: the file is written before the trial run, which is not awaited."""
    (tmp_path / "figures.csv").write_text(text, encoding="utf-8")
    command = [TILLIT, "new-municipality", "Exempelby", "--from", str(tmp_path / "figures.csv"), "--out", str(tmp_path / "x.yaml"), *more]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = process.stdout.readline()
    process.kill()
    process.communicate()
    return said


def resolved(tillit, path: Path) -> dict:
    done = tillit("check", path, "--format", "json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_figures_become_a_config_that_runs(tillit, tmp_path):
    done = make(tillit, tmp_path, FIGURES, "--lang", "sv")
    assert done.code == 0, done.err
    config = resolved(tillit, tmp_path / "x.yaml")
    own = config["municipalities"][0]
    assert own["name"] == "Exempelby"
    profile = own.get("profile", own)
    assert (profile["municipality.recipients"], profile["municipality.granted_hours"], profile["municipality.areas"]) == (1200, 28.5, 11)
    assert profile["municipality.hours_sigma"] == 1.2  # of the Swedish median
    assert config["regime"]["organisation.span"] == 38
    assert config["regime"]["organisation.hourly_share"] == pytest.approx(0.21)  # which gives 16 % of worked hours
    assert tillit("run", tmp_path / "x.yaml", "--set", "run.replicates=1", "--set", "run.days=28", "--set", "run.burn_in_days=0", "--quiet").code == 0
    assert "er uppgift" in done.out and "modellen" in done.out
    assert "inte angivet: geografiska områden" in done.out and "egen regi" in done.out


def test_sickness_has_the_figure_as_its_expected_share(tillit, tmp_path):
    assert make(tillit, tmp_path, "absence;5").code == 0
    low = resolved(tillit, tmp_path / "x.yaml")["constants"]
    assert make(tillit, tmp_path, "absence;10", "--overwrite").code == 0
    high = resolved(tillit, tmp_path / "x.yaml")["constants"]
    for name in ("sickness.short_spells_per_year", "sickness.long_spells_per_year"):  # odds of .10 over odds of .05
        assert high[name] / low[name] == pytest.approx((0.1 / 0.9) / (0.05 / 0.95), rel=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "recipients;480\nhours;28,5\n", "recipients,480\nhours,28.5\n", "recipients\t480\nhours\t28.5\n", "Brukare; 480 ;my own note\nTIMMAR;28,5;x\n",
        "\ufefffigure;value\r\nrecipients;480\r\nhours;28,5\r\n", '# mine\n\n"recipients";"480"\n"hours";"28,5"\n', "recipients,480\nhours,28,5\nspan;\nstaff;-\n",
        "recipients;480\nhours;28,5", "uppgift;värde\nbrukare;480\ntimmar;28,5\nnöjda;86\nområden;3\n".encode("cp1252"), "områden;3\nBRUKARE;480\nTimmar;28,5\nNÖJDA;86",
    ],
)  # fmt: skip
def test_any_shape_that_a_spreadsheet_writes(tillit, tmp_path, text):
    if isinstance(text, str):
        assert only_written(tmp_path, text) == f"wrote {tmp_path / 'x.yaml'}\n"
    else:
        assert make(tillit, tmp_path, text).code == 0
    own = resolved(tillit, tmp_path / "x.yaml")["municipalities"][0]
    profile = own.get("profile", own)
    assert (profile["municipality.recipients"], profile["municipality.granted_hours"]) == (480, 28.5)


def test_a_spreadsheet_on_windows(tillit, tmp_path):
    text = "områden;7\r\nsjukfrånvaro;9,4\r\nnöjda;86\r\n"
    assert make(tillit, tmp_path, text.encode("cp1252"), "--lang", "sv").code == 0
    assert '"nöjda": 86' in (tmp_path / "x.yaml").read_text(encoding="utf-8")
    done = make(tillit, tmp_path, b"omr\x81den;7", "--overwrite")
    assert (done.code, "in neither UTF-8 nor Windows-1252" in done.err) == (2, True), done.err


def test_the_form_to_fill_in_has_every_figure(tillit, tmp_path):
    form = (ROOT / "configs" / "uppgifter.csv").read_text(encoding="utf-8")
    assert make(tillit, tmp_path, form).out.count("not given") == 12
    filled = "".join(f"{line.rstrip(';')};20\n" if line.endswith(";") else f"{line}\n" for line in form.splitlines())
    done = make(tillit, tmp_path, filled.replace("kronor per timme;20", "kronor per timme;500"), "--overwrite")
    assert (done.code, "not given" in done.out) == (0, False), done.err


def test_nothing_known_is_the_swedish_median(tillit, tmp_path):
    done = make(tillit, tmp_path, "")
    own = resolved(tillit, tmp_path / "x.yaml")["municipalities"][0]
    assert done.out.count("not given") == 12
    assert own.get("profile", own)["municipality.recipients"] == 258


def test_the_same_figures_give_the_same_bytes_and_nothing_is_overwritten(tillit, tmp_path):
    assert make(tillit, tmp_path, SMALL).code == 0
    first = (tmp_path / "x.yaml").read_bytes()
    again = make(tillit, tmp_path, "brukare;5")
    assert (again.code, "exists already" in again.err, (tmp_path / "x.yaml").read_bytes()) == (2, True, first)
    assert make(tillit, tmp_path, SMALL, "--overwrite").code == 0
    assert (tmp_path / "x.yaml").read_bytes() == first


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("brukare;x", "figures.csv:1:1: error: brukare = 'x': a whole number from 1 to 200000 is expected"),
        ("\nspan;3", "figures.csv:2:1: error: span = '3'"),
        ("satisfied;0,86", "a number in per cent is expected: write 86"),
        ("recipeints;3", "there is no figure 'recipeints'; did you mean 'recipients'?"),
        ("recipients;5\nbrukare;5", "'brukare' is given twice"),
        ("hours;nan", "is expected"), ("hours;-4", "is expected"), ("hours;1e3", "is expected"), ("hours;12;34\nareas;1.5", "a whole number"),
        ("hours;\x1b[2J", "is no small text file"), ("areas;300\nrecipients;5", "300 areas are more than the 5 recipients;"),
        ("areas;500", "500 areas are more than the 258 recipients (of the Swedish median"),
        (b"\x00\x01\xff", "is no small text file"), ("hours;28,5".encode("utf-16"), "is text in UTF-16"), ("hours;\"28", "a quotation mark too few"), ("a;1\n" * 20000, "is no small text file"), ("hours;" + "9" * 500, "is expected"),
    ],
    ids=range(17),
)  # fmt: skip
def test_what_cannot_be_is_refused(tillit, tmp_path, text, message):
    done = make(tillit, tmp_path, text)
    assert (done.code, message in done.err) == (2, True), done.err
    assert not (tmp_path / "x.yaml").exists()


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("brukare;ca 350", "ungefär är inget tal: skriv 350 om"), ("brukare;CIRKA 1 350 st", "skriv 1\u202f350 om"), ("brukare;~350", "skriv 350"), ("timmar;c:a 28,5 tim", "skriv 28,5 om"),
        ("sjukfrånvaro;0,085", "ett tal i procent väntas: skriv 8,5"), ("sjukfrånvaro;.085", "ett tal från 1 till 25 väntas"), ("nöjda;0.86", "skriv 86"), ("timanställda;0,16", "skriv 16"),
        ("timanställda;0,001", "ett tal från 1 till 60 väntas"), ("brukare;1.200", "är det tusental? Skriv 1\u202f200"), ("brukare;1,200", "Skriv 1\u202f200"), ("kronor per timme;1.250", "Skriv 1\u202f250"),
        ("brukare;300-350", "skriv 325, som ligger mitt emellan"), ("brukare;300–351 personer", "skriv 325"), ("timmar;28 till 29", "skriv 28,5"), ("nöjda;80-90 %", "skriv 85"),
        ("brukare;48 %", "ingen andel: ett tal utan % väntas"), ("kronor per timme;5 procent", "ingen andel"), ("timmar;30 kr", "ett tal från 2 till 150 väntas"), ("brukare;12 34", "ett heltal från"),
        ("brukare;ca 900000", "ett heltal från 1 till"), ("brukare;ca", "ett heltal från"), ("brukare;-5", "ett heltal från"), ("brukare;1,2,3", "ett heltal från"), ("timmar;1e1", "ett tal från"), ("timmar;" + "9" * 400, "ett tal från"),
        ("timmar;nan", "ett tal från"), ("timmar;28,5,", "ett tal från"), ("brukare;2025-03-16", "ett heltal från"), ("brukare;% 5", "ett heltal från"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_asked_for(tillit, tmp_path, text, advice):
    done = make(tillit, tmp_path, text, "--lang", "sv")
    assert (done.code, advice in done.err) == (2, True), done.err
    assert not (tmp_path / "x.yaml").exists()


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("brukare;1 350", "municipality.recipients", 1350), ("brukare;1\u00a0350 personer", "municipality.recipients", 1350), ("brukare;480 st", "municipality.recipients", 480), ("Brukare;480,0", "municipality.recipients", 480),
        ("timmar;28,5 tim", "municipality.granted_hours", 28.5), ("timmar;28.5 h", "municipality.granted_hours", 28.5), ("brukare;1.350.000,0", None, None), ("brukare;1.350,0", "municipality.recipients", 1350),
        ("timmar;vet ej\nbrukare;480", "municipality.granted_hours", 30), ("timmar;..\nbrukare;480", "municipality.granted_hours", 30), ("timmar;Uppgift saknas\nbrukare;480", "municipality.granted_hours", 30),
    ],
)  # fmt: skip
def test_what_is_certain_is_taken(tillit, tmp_path, text, key, value):
    said = only_written(tmp_path, text, "--lang", "sv")
    if key is None:
        assert "väntas" in said and not (tmp_path / "x.yaml").exists()
        return
    assert str(tmp_path / "x.yaml") in said
    own = resolved(tillit, tmp_path / "x.yaml")["municipalities"][0]
    assert own.get("profile", own)[key] == value


@pytest.mark.parametrize(
    ("word", "meant"),
    [("omsorgstagare", "brukare"), ("Antal hemtjänsttagare", "brukare"), ("medarbetare per chef", "anställda per chef"), ("Medarbetare", "anställda"), ("timvikarier", "timanställda"), ("sjuktal (%)", "sjukfrånvaro"),
     ("Kontinuitet", "personalkontinuitet"), ("kr/tim", "kronor per timme"), ("biståndsbedömare", "handläggare"), ("hemtjänstområden", "områden"), ("beviljad tid", "timmar"), ("brukare (antal)", "brukare")],
)  # fmt: skip
def test_their_own_words_are_suggested(tillit, tmp_path, word, meant):
    done = make(tillit, tmp_path, f"{word};7", "--lang", "sv")
    assert (done.code, f"menas '{meant}'?" in done.err) == (2, True), done.err
    done = make(tillit, tmp_path, f"{'x' * 5000}{word};7")
    assert (done.code, "there is no figure" in done.err) == (2, True), done.err


def test_it_says_what_is_used_and_what_only_compared(tillit, tmp_path):
    out = make(tillit, tmp_path, SMALL + "handläggare;4\n", "--lang", "sv").out
    assert "Modellen räknar med: brukare, timmar, anställda per chef, timanställda, sjukfrånvaro\n" in out
    assert "Bara att jämföra med: personalkontinuitet\n" in out and "Används inte, står bara i filen: handläggare, utförare\n" in out
    out = make(tillit, tmp_path, "recipients;80\nsatisfied;86\n", "--overwrite").out
    assert "The model uses: recipients\n" in out and "Only compared with: satisfied\n" in out and "Not used" not in out


def test_all_mistakes_at_once_and_in_swedish(tillit, tmp_path):
    done = make(tillit, tmp_path, "brukare;x\ntimmar;1000\nnöjd;80\n", "--lang", "sv")
    assert [line.split(": fel: ")[1] for line in done.err.splitlines()] == [
        "brukare = 'x': ett heltal från 1 till 200\u202f000 väntas", "timmar = '1000': ett tal från 2 till 150 väntas", "det finns ingen uppgift 'nöjd'; menas 'nöjda'?"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", " x", ".", "..", "Br\udce5by", 'a"b', "a\nb", "a: b", "x" * 100])
def test_names_that_cannot_be(tillit, tmp_path, name):
    done = make(tillit, tmp_path, FIGURES, name=name)
    assert (done.code, "a name of letters" in done.err) == (2, True), done.err


def test_without_a_terminal_a_file_is_asked_for(tillit):
    done = tillit("new-municipality", "Exempelby", stdin=subprocess.DEVNULL)
    assert (done.code, "--from FILE.csv is expected" in done.err) == (2, True)
    done = tillit("new-municipality", "Exempelby", "--from", "nowhere.csv")
    assert (done.code, "nowhere.csv" in done.err) == (2, True)


@pytest.mark.parametrize("line", ["recipients;1", "recipients;60000", "hours;2", "hours;150", "areas;1", "areas;258", "span;4", "span;17", "span;400",
                                  "hourly share;1", "hourly share;60", "absence;1", "absence;25"])  # fmt: skip
def test_whatever_is_accepted_is_a_config(tillit, tmp_path, line):
    """Each figure at its limits."""
    assert only_written(tmp_path, line) == f"wrote {tmp_path / 'x.yaml'}\n"
    assert tillit("check", tmp_path / "x.yaml").code == 0


def test_the_config_serves_an_experiment(tillit, tmp_path):
    assert make(tillit, tmp_path, SMALL).code == 0
    (tmp_path / "question.yaml").write_text(
        "title: {sv: F, en: Q}\nquestion: {sv: F, en: Q}\nconfig: x.yaml\narms:\n  - {name: ordinary, regime: ordinary}\n  - {name: trust, regime: trust-steering}\n"
        "outcomes: [satisfied]\n"
    )
    short = [part for pair in ("run.replicates=2", "run.days=28", "run.burn_in_days=0") for part in ("--set", pair)]
    done = tillit("experiment", tmp_path / "question.yaml", *short, "--quiet")
    assert done.code == 0, done.err


def test_numbers_are_printed_as_the_language_has_them(tillit, tmp_path):
    table = [line for line in make(tillit, tmp_path, SMALL, "--lang", "sv").out.splitlines() if line.startswith("sjukfrånvaro")]
    assert table[0].split()[2] == "9,40" and "." not in table[0]
    assert "9.40" in make(tillit, tmp_path, SMALL, "--overwrite").out


def test_a_folder_that_is_not_there_is_a_failure(tillit, tmp_path):
    (tmp_path / "figures.csv").write_text(FIGURES)
    done = tillit("new-municipality", "Exempelby", "--from", tmp_path / "figures.csv", "--out", tmp_path / "nowhere" / "x.yaml")
    assert (done.code, "nowhere/x.yaml: No such file or directory" in done.err) == (1, True)


def answer(tmp_path: Path, text: str) -> tuple[int, str]:
    """What the command says on a terminal to these answers."""
    parent, child = pty.openpty()
    command = [TILLIT, "new-municipality", "Exempelby", "--lang", "sv", "--out", str(tmp_path / "x.yaml")]
    process = subprocess.Popen(command, cwd=ROOT, stdin=child, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.close(child)
    os.write(parent, text.encode())
    out = process.communicate(timeout=60)[0].decode()
    os.close(parent)
    return process.returncode, out


def test_on_a_terminal_it_asks_and_asks_again(tillit, tmp_path):
    code, out = answer(tmp_path, "många\n480\n28,5\n" + "\n" * 10)
    assert code == 0, out
    assert "ett heltal från 1 till 200\u202f000 väntas" in out
    own = resolved(tillit, tmp_path / "x.yaml")["municipalities"][0]
    assert own.get("profile", own)["municipality.recipients"] == 480


def test_an_end_of_answers_writes_nothing(tmp_path):
    code, out = answer(tmp_path, "480\n\x04")
    assert (code, "inget skrevs" in out, (tmp_path / "x.yaml").exists()) == (2, True, False)


def test_a_file_that_is_there_is_said_before_anything_is_asked(tmp_path):
    (tmp_path / "x.yaml").write_text("mine")
    code, out = answer(tmp_path, "")
    assert (code, "finns redan" in out, "Tolv uppgifter" in out, (tmp_path / "x.yaml").read_text()) == (2, True, False, "mine")
