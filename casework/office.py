"""What a workbook or a word-processor file can hold of a text: XML knows no control characters and no noncharacters."""

from __future__ import annotations

import re

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fit(text: str) -> str:
    """The text without what would keep the whole file from being written; tabs and line ends stay."""
    return UNFIT.sub("", text)
