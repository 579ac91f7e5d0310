"""A mapping file in which something is not what it should be is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.exchange import mapping

REST = '\n[columns]\nreceived_on = "收到日期"\ntitle = "事项"\n'


@pytest.mark.parametrize(
    "text",
    [
        "columns = 3", 'columns = ["a"]', f"values = 3{REST}", f"{REST}[values]\ntopic = 3", f"organ = 1{REST}",
        f"defaults = 1{REST}", f"dates = 1{REST}", f"{REST}[dates]\nformats = 3", f"{REST}[dates]\nformats = [1]",
        f'{REST}[dates]\nformats = "%Y"', f"name = {'[' * 5000}", f"name = {'1' * 5000}",
    ],
)  # fmt: skip
def test_it_is_told(text: str, tmp_path: Path) -> None:
    (path := tmp_path / "map.toml").write_text(text, encoding="utf-8")
    with pytest.raises(mapping.BadMapping, match=r"map\.toml"):
        mapping.load(path)
