"""Signing after the freeze: the signed file holds the issued one unchanged, and a changed byte breaks it."""

import hashlib
import io
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from letters import acts
from letters.build import build
from letters.errors import RenderingFailed
from letters.render import render
from letters.samples import sample
from letters.sign import Pades, signer, unsigned
from tests.roads import application, build_cast, start


@pytest.fixture(scope="module")
def key() -> bytes:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "某区人民政府")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(private.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(usage, critical=True)
        .sign(private, hashes.SHA256())
    )  # fmt: skip
    secret = serialization.BestAvailableEncryption(b"pass")
    return pkcs12.serialize_key_and_certificates(b"seal", private, certificate, None, secret)


@pytest.fixture(scope="module")
def issued() -> bytes:
    return render(build("F21", sample("F21"))).pdf


def status(pdf: bytes):
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    with ThreadPoolExecutor(1) as apart:
        context = ValidationContext(trust_roots=[signature.signer_cert])
        return apart.submit(validate_pdf_signature, signature, context).result()


def test_the_signed_file_begins_with_the_issued_one_and_is_intact(key, issued):
    signed = Pades(key, b"pass")(issued)
    assert signed.startswith(issued)
    assert status(signed).intact and status(signed).valid


def test_a_changed_byte_breaks_the_signature(key, issued):
    signed = bytearray(Pades(key, b"pass")(issued))
    at = signed.index(b"stream", 2000) + 40
    signed[at] ^= 1
    assert not status(bytes(signed)).intact


def test_a_wrong_passphrase_is_told(key):
    with pytest.raises(RenderingFailed, match="口令"):
        Pades(key, b"wrong")


def test_the_setting_names_the_function():
    assert signer("") is unsigned and unsigned(b"x") == b"x"
    assert signer("letters.sign.unsigned") is unsigned
    with pytest.raises(RenderingFailed, match="无法载入"):
        signer("nowhere.sign")


def told_by_pdfsig(pdf: bytes, tmp_path) -> str:
    """The second tool: poppler knows nothing of the library that signed."""
    path = tmp_path / "signed.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout


def test_a_second_tool_verifies_the_signature_and_sees_a_changed_byte(key, issued, tmp_path):
    signed = Pades(key, b"pass")(issued)
    told = told_by_pdfsig(signed, tmp_path)
    assert "Signature is Valid" in told and "Total document signed" in told
    changed = bytearray(signed)
    changed[changed.index(b"stream", 2000) + 40] ^= 1
    assert "Signature is Valid" not in told_by_pdfsig(bytes(changed), tmp_path)


def test_the_certificate_of_the_organ_signs_what_it_issues(db, key, settings, tmp_path):
    (tmp_path / "LC01.p12").write_bytes(key)
    settings.LETTERS_CERTIFICATE_DIR, settings.LETTERS_CERTIFICATE_PASSPHRASE = str(tmp_path), "pass"
    road = start(build_cast(), application())
    road.act("issue_notice", "clerk", key="F03")
    letter = road.case.letters.get()
    pdf = acts.path_of(letter).read_bytes()
    assert hashlib.sha256(pdf).hexdigest() == letter.sha256 != letter.unsigned_sha256
    assert status(pdf).intact and status(pdf).valid
