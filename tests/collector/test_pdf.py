"""Policies that are PDF files."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime

import pytest

from collector import pdf
from collector.document import Document
from collector.kinds import page
from collector.reading import Unreadable
from config.schema import Source


def made(*pages: list[str]) -> bytes:
    """A small PDF file with one line of text below the other."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, lines in enumerate(pages):
        said = "".join(f"({line}) Tj 0 -16 Td\n" for line in lines)
        stream = f"BT /F1 11 Tf 60 740 Td\n{said}ET".encode()
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * number} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    body = bytearray(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(body)


TWO_PAGES = made(
    [
        "Lantern payout terms",
        "1. We pay out when a balance reaches 100 dollars,",
        "on the first day of a month.",
        "Page 1 of 2",
    ],
    ["Lantern payout terms", "2. A payout costs 2 dollars.", "3. Unpaid sums are kept for 24 months.", "Page 2 of 2"],
)


def test_a_pdf_is_read_without_running_heads_and_page_numbers() -> None:
    _, text, flags = pdf.text_of(TWO_PAGES)
    assert text == (
        "1. We pay out when a balance reaches 100 dollars, on the first day of a month.\n\n"
        "2. A payout costs 2 dollars.\n\n3. Unpaid sums are kept for 24 months."
    )
    assert flags == ()


def test_a_pdf_behind_any_content_type_is_a_version() -> None:
    source = Source(id="lantern-payouts", name="Payouts", kind="page", url="https://lantern.example/payouts.pdf")
    now = datetime(2026, 4, 1, tzinfo=UTC)
    document = Document(source=source.id, url=source.url, body=TWO_PAGES, fetched=now, content_type="text/html")
    assert "24 months" in page.version_of(source, [document], now).text
    broken = Document(source=source.id, url=source.url, body=TWO_PAGES[:200], fetched=now)
    with pytest.raises(Unreadable, match="PDF"):
        page.version_of(source, [broken], now)


def test_a_pdf_without_words_is_an_error() -> None:
    with pytest.raises(pdf.PdfError, match="no text"):
        pdf.text_of(made([]))


def test_a_pdf_that_keeps_its_reader_busy_is_given_up_with_its_reason() -> None:
    # Millions of operators within one page: no budget between pages ends that.
    endless = made(["x"]).replace(b"(x) Tj 0 -16 Td\n", b"(x) Tj 0 -16 Td\n" * 600_000)
    begun = time.monotonic()
    with pytest.raises(pdf.PdfError, match="not read within 2 seconds"):
        pdf.text_of(endless, patience=2)
    assert time.monotonic() - begun < 15


def test_a_locked_pdf_says_so() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(TWO_PAGES)))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(pdf.PdfError, match="locked with a password"):
        pdf.text_of(locked.getvalue())


def test_an_encrypted_pdf_names_what_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdf.errors import DependencyError

    def without_ciphers(*_: object, **__: object) -> None:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr("pypdf.PdfReader", without_ciphers)
    with pytest.raises(pdf.PdfError, match=r"encrypted; install policywatch\[pdf\]"):
        pdf.read(TWO_PAGES)


def test_a_scan_says_how_many_pages_hold_no_word() -> None:
    with pytest.raises(pdf.PdfError, match="its 3 pages are most likely a scan"):
        pdf.text_of(made([], [], []))
    assert pdf.text_of(made([], [], ["We pay 55 percent."]))[2] == ("scan",)


def test_a_pdf_of_too_many_pages_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)
    _, text, flags = pdf.read(TWO_PAGES)
    assert flags == ("cut",)
    assert "24 months" not in text


@pytest.mark.parametrize("body", [b"%PDF-1.4", b"%PDF-1.7\n" + b"\x00" * 5_000, TWO_PAGES.replace(b"/Kids", b"/Kidz")])
def test_a_broken_pdf_is_a_sentence_and_no_traceback(body: bytes) -> None:
    with pytest.raises(pdf.PdfError):
        pdf.text_of(body)
