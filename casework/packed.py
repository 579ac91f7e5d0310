"""What a packed document (.xlsx, .docx, .ofd) would unpack to, asked before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO


def unpacked(file: Path | IO[bytes]) -> int:
    """The bytes the parts of a packed document say they unpack to; no reader gives more than a part says.

    :raises zipfile.BadZipFile: it is no packed document.
    """
    with zipfile.ZipFile(file) as archive:
        return sum(part.file_size for part in archive.infolist())
