"""Numbers of the page are written as the library writes them: both are held to the same table."""

from __future__ import annotations

import json
from pathlib import Path

from tillit.library import ENGLISH, SWEDISH, form

FORMS = Path(__file__).resolve().parents[1] / "explorer" / "tests" / "fixtures" / "forms.json"


def test_the_table_of_forms_is_the_librarys() -> None:
    rows = json.loads(FORMS.read_text(encoding="utf-8"))
    assert len(rows) > 300
    for name, value, digits, swedish, english in rows:
        assert [form(name, value, digits, language) for language in (SWEDISH, ENGLISH)] == [swedish, english]
