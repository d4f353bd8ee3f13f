"""A PDF of one page, as small as one can be: what an officer attaches to a briefing in the demonstration."""

LINES = (
    "Letters and calls: what to keep",
    "Keep the envelope. Touch it as little as you can, and put it in a bag.",
    "Write down the time of a call, the number and what was said.",
    "Do not delete a voicemail. Take a screenshot before you block anybody.",
    "Then report it. We do the rest.",
)


def one_page(lines: tuple[str, ...] = LINES) -> bytes:
    words = " ".join(f"({line}) Tj T*" for line in lines)
    page = f"BT /F1 14 Tf 24 TL 60 760 Td {words} ET"
    return document(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
    )


def document(*objects: str) -> bytes:
    """With the table of where each object begins, which a reader looks at first."""
    text, begins = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        begins.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    rows = "".join(f"{begin:010} 00000 n \n" for begin in begins)
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{text}{table}startxref\n{len(text)}\n%%EOF\n".encode("ascii")
