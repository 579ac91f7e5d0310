"""The hook for electronic signatures: finished PDF in, signed PDF out, after the document is frozen.

The office's provider of electronic seals plugs in here with `LETTERS_SIGNER`, a dotted path to a function
`sign(pdf: bytes) -> bytes`. `Pades` is one such signer for a PKCS#12 key, one file for each organ in
`LETTERS_CERTIFICATE_DIR`: a PAdES certification signature that permits no further change. Seals under GB/T 38540 and
SM2 keys need the provider's own function. Both hashes are kept: of the document as issued and of the signed file.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
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


def of_organ(code: str, *, dotted_path: str, folder: str, passphrase: str) -> Signer:
    """Who signs for an organ: the provider's function, else the organ's own certificate, else nobody.

    :raises RenderingFailed: the function or the certificate cannot be loaded.
    """
    path = Path(folder) / f"{code}.p12"
    if dotted_path or not folder or not path.is_file():
        return signer(dotted_path)
    return _certificate(path, path.stat().st_mtime_ns, passphrase)


@lru_cache(maxsize=64)
def _certificate(path: Path, changed: int, passphrase: str) -> Signer:
    return Pades(path.read_bytes(), passphrase.encode())


@dataclass(frozen=True)
class Pades:
    """Signs with the key of a PKCS#12 file: `Pades(key, passphrase)(pdf)`."""

    pkcs12: bytes
    passphrase: bytes = b""
    reason: str = "制发"
    _signer: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        try:
            from pyhanko.sign import signers
        except ImportError as fault:
            raise RenderingFailed("没有安装签名组件 pyhanko，不能使用证书签名，请管理员安装。") from fault
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
