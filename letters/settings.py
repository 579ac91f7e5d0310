"""What an office may choose about its paper. Points of law stay where they are: casework.law.settings."""

from __future__ import annotations

from dataclasses import dataclass

from casework.law.settings import DEFAULTS, LawSettings


@dataclass(frozen=True, kw_only=True)
class LetterSettings:
    """Limits and switches of the renderer.

    `fast_zlib` compresses with isal, 20 ms a letter faster and 2 % larger. `placeholder_seal` prints a pale ring
    that says where the seal belongs; switch it off where paper is stamped by hand. `law` decides disputed remedies.
    """

    fast_zlib: bool = True
    pdf_variant: str = "pdf/a-2a"
    max_characters: int = 20_000
    max_blocks: int = 200
    max_pages: int = 10
    max_seconds: float = 30.0
    placeholder_seal: bool = True
    law: LawSettings = DEFAULTS


DEFAULT = LetterSettings()
