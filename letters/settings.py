"""What an office may choose about its paper; no rule of law is set here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LetterSettings:
    """Limits and switches of the renderer.

    `fast_zlib` compresses with isal, 20 ms a letter faster and 2 % larger. `placeholder_seal` prints a pale ring
    that says where the seal belongs; switch it off where paper is stamped by hand. `seal_mm` is the usual size.
    """

    fast_zlib: bool = True
    pdf_variant: str = "pdf/a-2a"
    max_characters: int = 20_000
    max_blocks: int = 200
    max_pages: int = 10
    placeholder_seal: bool = True


DEFAULT = LetterSettings()
