"""Figures: the same bytes for the same data, in both languages, text as text."""

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
    assert all(word in swedish for word in ("olika personal på 14 dagar (personer)", "månad", "Vanlig", "Tillit"))
    assert "different staff met in 14 days, mean (persons)" in figures.svg(figures.trajectories(result, "staff_met"))
    assert "skillnad mot Vanlig" in figures.svg(figures.differences(result, ["quality", "cost"], "a", titles, "sv"))
    assert "andel" in figures.svg(figures.distribution(result, titles, "sv"))
    with pytest.raises(tillit.TillitError, match="sv or en is expected"):
        figures.label(result["strain"], "de")
