"""One command: the program lists and completes what the package does, and each hands the other's commands to it."""

import os
import re
import subprocess
import sys

import pytest

from tillit import __main__ as command
from tillit.commands import parser
from tillit.places import program


def call(*line, **environment):
    return subprocess.run(
        [*map(str, line)], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )


def test_the_program_lists_the_packages_commands_with_their_summaries_and_options():
    listed = dict(re.findall(r"^  (\S+) +(.+)$", call(program(), "help").stdout, re.MULTILINE))
    (commands,) = (action for action in parser()._actions if action.choices)
    assert list(command.COMMANDS) == list(commands.choices)
    for name, own in commands.choices.items():
        assert listed[name] == command.COMMANDS[name]
        usage = call(program(), "help", name).stdout.splitlines()[0]
        assert usage.startswith(f"usage: tillit {name} ")
        wanted = {option for action in own._actions for option in action.option_strings if option.startswith("--")}
        assert {"--help", *re.findall(r"--[a-z-]+", usage)} == wanted, name
        required = {option for action in own._actions if action.required for option in action.option_strings}
        assert set(re.findall(r"(?<!\[)(--[a-z-]+)", usage)) == required, name


def test_the_package_hands_over_and_the_program_hands_back(tmp_path):
    both = [call(program(), "version"), call(sys.executable, "-m", "tillit", "version")]
    assert both[0].stdout == both[1].stdout and both[1].returncode == 0
    unknown = call(sys.executable, "-m", "tillit", "tabel")
    assert (unknown.returncode, unknown.stderr) == (2, "tillit: there is no command 'tabel'; did you mean 'table'?\n")
    back = call(program(), "table", tmp_path / "none.h5", TILLIT_PYTHON=sys.executable)
    assert back.returncode == 2 and back.stderr == f"tillit: {tmp_path}/none.h5: there is no such file\n"
    helped = call(program(), "table", "--help", TILLIT_PYTHON=sys.executable)
    assert helped.returncode == 0 and helped.stdout.startswith("usage: tillit table ")
    assert call(sys.executable, "-m", "tillit", "help", "table").stdout == helped.stdout


def test_a_python_without_the_package_is_said(tmp_path):
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n')  # without site-packages
    bare.chmod(0o755)
    done = call(program(), "report", TILLIT_PYTHON=bare, PYTHONPATH="")
    assert done.returncode == 2 and "report is a command of the Python package" in done.stderr
    assert "pip install . in the folder of Tillit" in done.stderr and "Traceback" not in done.stderr
    none = call(program(), "report", TILLIT_PYTHON=tmp_path / "none")
    assert none.returncode == 2 and "cannot be started (No such file or directory)" in none.stderr


@pytest.mark.parametrize(
    ("path", "said"), [("/nowhere", "there is no such file; build it with make"), (None, "which is this command")]
)
def test_a_program_that_is_none_is_said(path, said):
    script = os.path.join(os.path.dirname(sys.executable), "tillit")
    done = call(script, "version", TILLIT=path or script)
    assert done.returncode == 2 and said in done.stderr


def test_the_command_starts_without_what_only_other_commands_need():
    code = "import sys, tillit.__main__; print(sorted({'xarray', 'numpy', 'scipy', 'matplotlib'} & set(sys.modules)))"
    assert call(sys.executable, "-c", code).stdout == "[]\n"


def test_every_name_of_the_package_is_there():
    import tillit

    assert all(getattr(tillit, name) is not None for name in tillit.__all__)
    assert set(tillit.__all__) == set(tillit._PLACES)
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = tillit.nonsense
