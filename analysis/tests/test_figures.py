"""Figures: the same bytes for the same data, in both languages, text as text."""

import matplotlib as mpl
import pandas as pd
import pytest

import tillit
from tillit import figures


@pytest.mark.parametrize("ending", ["svg", "pdf"])
def test_the_same_data_gives_the_same_bytes(result, tmp_path, ending):
    for name in ("x", "y"):
        figures.save(figures.trajectories(result, "strain"), tmp_path / f"{name}.{ending}")
    assert (tmp_path / f"x.{ending}").read_bytes() == (tmp_path / f"y.{ending}").read_bytes()


def test_names_are_text_in_either_language(result):
    titles = {"a": "Vanlig", "b": "Tillit"}
    swedish = figures.svg(figures.trajectories(result, "staff_met", titles, "sv"))
    assert all(word in swedish for word in ("antal personal under 14 dagar (personer)", "månad", "Vanlig", "Tillit"))
    assert "different staff met in 14 days, mean (persons)" in figures.svg(figures.trajectories(result, "staff_met"))
    assert "skillnad mot Vanlig" in figures.svg(figures.differences(result, ["quality", "cost"], "a", titles, "sv"))
    assert "andel" in figures.svg(figures.distribution(result, titles, "sv"))
    with pytest.raises(tillit.TillitError, match="sv or en is expected"):
        figures.label(result["strain"], "de")


@pytest.mark.parametrize(
    "settings",
    [
        {"font.size": 20, "axes.facecolor": "black"},
        {"text.usetex": True},
        {"savefig.bbox": "tight", "svg.fonttype": "path"},
    ],
)
def test_a_matplotlibrc_of_the_user_changes_nothing(result, tmp_path, settings):
    """matplotlibrc sets rcParams, when matplotlib is imported."""
    found = pd.DataFrame({"total": [0.5, 0.25], "total_half_width": [0.1, 0.1]}, index=["a.b", "c.d"])

    def drawn(name: str) -> list[str]:
        figures.save(figures.trajectories(result, "strain"), tmp_path / name)
        pages = [
            figures.differences(result, ["quality", "cost"], "a"),
            figures.distribution(result),
            figures.influence(found),
        ]
        return [(tmp_path / name).read_text(), *(figures.svg(page) for page in pages)]

    own = drawn("own.svg")
    with mpl.rc_context(settings):
        assert drawn("theirs.svg") == own


def test_a_dollar_in_a_name_is_a_dollar(result):
    text = figures.svg(figures.trajectories(result, "strain", {"a": "$1 and $2", "b": "x_$"}))
    assert "$1 and $2" in text and "x_$" in text
