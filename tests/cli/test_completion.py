"""What bash offers after a tab: commands, options, and names, as the tables of the command have them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from conftest import ROOT, TILLIT
from test_library import tree  # noqa: F401 (a fixture)

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")

# Bash's own words of a line, as it cuts them at blanks and at "=", and what it asks of the function.
ASK = """
compopt() { printf 'compopt %s\\n' "$*"; }
source <("$1" completion bash) || exit 1
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_tillit tillit "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def offered(line: str, folder=ROOT, **environment: str) -> list[str]:
    """What is offered at the end of a line."""
    words = re.findall(r"=|[^ =]+", line) + [""] * line.endswith((" ", "="))
    words = words[:-1] if line.endswith("=") else words  # the word is the "=" itself
    done = subprocess.run(["bash", "--norc", "-c", ASK, "bash", TILLIT, *words], cwd=folder, capture_output=True, text=True, timeout=60, check=True,
                          env={"PATH": "/usr/bin:/bin", **environment})
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


def test_commands_are_offered():
    commands = offered("tillit ")
    helped = subprocess.run([TILLIT, "help"], capture_output=True, text=True, check=True).stdout
    listed = {line.split()[0] for line in helped.splitlines() if line.startswith("  ") and not line.startswith("   ")}
    assert set(commands) == listed
    assert offered("tillit com") == ["compare", "completion"]
    assert offered("tillit help ver") == ["verify", "version"]


def test_options_are_those_that_a_command_takes(tillit):
    for name in offered("tillit "):
        if name != "help":
            usage = tillit("help", name).out.splitlines()[0]
            assert set(offered(f"tillit {name} -")) == set(re.findall(r"--[a-z-]+", usage)) | {"--help"}, name
    assert offered("tillit run x.yaml --ov") == ["--overwrite"]


def test_parameters_and_their_choices_are_offered(tillit):
    parameters = json.loads(tillit("params", "--format", "json").out)
    assert offered("tillit run x.yaml --set ") == ["compopt -o nospace", *[p["path"] + "=" for p in parameters]]
    assert offered("tillit run x.yaml --set plan.kno") == ["compopt -o nospace", "plan.knowledge=", "plan.knowledge_min="]
    assert offered("tillit run x.yaml --set record.level=") == ["none", "municipality", "area", "unit"]
    assert offered("tillit run x.yaml --set record.level=un") == ["unit"]
    assert offered("tillit run x.yaml --set plan.knowledge=") == []


def test_measures_and_words_are_offered():
    assert offered("tillit explain staff_met_") == ["staff_met_sd"]
    assert offered("tillit params --format ") == ["text", "markdown", "json"]
    assert offered("tillit params --format=m") == ["markdown"]
    assert offered("tillit experiment x.yaml --lang=") == ["sv", "en"]
    assert offered("tillit run x.yaml --threads ") == []
    assert offered("tillit completion ") == ["bash"]


def test_files_are_bashs_own_and_then_tillits(tmp_path):
    assert offered("tillit run ") == offered("tillit run x.yaml --out=r") == ["compopt -o default"]
    own = offered("tillit run karlstad-", tmp_path)
    assert f"{ROOT}/configs/karlstad-ordinary.yaml" in own
    assert offered("tillit experiment stepwise-o", tmp_path) == ["compopt -o default", f"{ROOT}/experiments/stepwise-or-at-once.yaml"]
    (tmp_path / "karlstad-mine.yaml").write_text("", encoding="utf-8")
    assert offered("tillit run karlstad-", tmp_path) == ["compopt -o default"]
    assert offered("tillit run x", tmp_path, TILLIT_CONFIGS="/nowhere/configs") == ["compopt -o default"]


def test_only_bash_is_known(tillit):
    done = tillit("completion", "fish")
    assert done.code == 2 and "bash is expected" in done.err


def test_what_is_installed_is_what_the_command_prints(tree, tillit, monkeypatch):
    for name in ("TILLIT_CONFIGS", "TILLIT_DATA"):
        monkeypatch.delenv(name, raising=False)
    installed = (tree / "share/bash-completion/completions/tillit").read_text()
    own = "'/usr/local/share/tillit/configs'"
    assert own in installed and installed.replace(own, f"'{ROOT}/configs'") == tillit("completion", "bash").out
