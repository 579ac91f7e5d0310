"""The same letter as PDF/A-1, put before Debian's validator: what holds for the twin in structure, fonts and colours
holds for the letter. The validator's reader of metadata knows no shorthand, so the twin's metadata is spelt out."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from letters.build import build
from letters.render import render
from letters.samples import sample
from letters.settings import LetterSettings

JARS = Path("/usr/share/java")
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/", "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/", "xmp": "http://ns.adobe.com/xap/1.0/",
}  # fmt: skip


def spelt_out(xmp: str) -> str:
    """Attributes of a description as elements, each description with its own namespace."""

    def description(match: re.Match[str]) -> str:
        attributes = re.findall(r'(\w+):(\w+)="([^"]*)"', match[1].replace('rdf:about=""', ""))
        elements = [f"<{space}:{name}>{value}</{space}:{name}>" for space, name, value in attributes]
        inner = "".join(elements) + (match[2] or "")
        used = [space for space in NAMESPACES if f"<{space}:" in inner]
        spaces = "".join(f' xmlns:{space}="{NAMESPACES[space]}"' for space in used)
        return f'<rdf:Description rdf:about=""{spaces}>{inner}</rdf:Description>'

    return re.sub(r"<rdf:Description([^>]*?)(?:/>|>(.*?)</rdf:Description>)", description, xmp, flags=re.S)


@pytest.mark.skipif(
    not (shutil.which("java") and (JARS / "preflight.jar").exists()),
    reason="needs java and Debian's libpdfbox2-java, libfontbox2-java, libcommons-logging-java, libjaxb-api-java",
)
@pytest.mark.parametrize("key", ["F21", "F24-D4", "F45-A", "F41"])
def test_the_pdf_a_1_twin_is_valid(key, tmp_path):
    rendered = render(build(key, sample(key)), settings=LetterSettings(pdf_variant="pdf/a-1a"))
    twin = pikepdf.open(io.BytesIO(rendered.pdf))
    stream = twin.make_stream(spelt_out(twin.Root.Metadata.read_bytes().decode()).encode())
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    twin.Root.Metadata = stream
    path = tmp_path / "twin.pdf"
    twin.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable, force_version="1.4")
    command = ["java", "-cp", f"{JARS}/*", "org.apache.pdfbox.preflight.Validator_A1b", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "is a valid PDF/A-1b file" in told, told
