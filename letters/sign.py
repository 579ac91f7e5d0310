"""The hook for electronic signatures: finished PDF in, signed PDF out, after the document is frozen.

The office's provider of electronic seals plugs in here with `LETTERS_SIGNER`, a dotted path to a function
`sign(pdf: bytes) -> bytes`. `Pades` is one such signer for a PKCS#12 key: a PAdES certification signature that
permits no further change. Seals under GB/T 38540 and SM2 keys need the provider's own function. Keep both hashes:
of the document as issued and of the signed file.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import import_string

from letters.errors import RenderingFailed

Signer = Callable[[bytes], bytes]


def unsigned(pdf: bytes) -> bytes:
    """The signer of an office that stamps on paper."""
    return pdf


def signer(dotted_path: str) -> Signer:
    """The function a setting names; "" means paper only. Raises RenderingFailed for a path that cannot be imported."""
    if not dotted_path:
        return unsigned
    try:
        found: Signer = import_string(dotted_path)
    except ImportError as fault:
        raise RenderingFailed(f"电子签章程序“{dotted_path}”无法载入，请管理员核对设置。") from fault
    return found


@dataclass(frozen=True)
class Pades:
    """Signs with the key of a PKCS#12 file: `Pades(key, passphrase)(pdf)`."""

    pkcs12: bytes
    passphrase: bytes = b""
    reason: str = "制发"
    _signer: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        from pyhanko.sign import signers

        try:
            loaded = signers.SimpleSigner.load_pkcs12_data(self.pkcs12, other_certs=[], passphrase=self.passphrase)
        except ValueError as fault:
            raise RenderingFailed("签名证书无法打开，请管理员核对证书文件和口令。") from fault
        object.__setattr__(self, "_signer", loaded)

    def __call__(self, pdf: bytes) -> bytes:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import signers
        from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

        about = signers.PdfSignatureMetadata(
            field_name="Signature",
            reason=self.reason,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES,
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        with ThreadPoolExecutor(1) as apart:  # signing starts an event loop, which a thread that has one refuses
            signed = apart.submit(signers.sign_pdf, writer, about, signer=self._signer).result()
        return bytes(signed.getbuffer())
