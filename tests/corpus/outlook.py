"""A writer of Outlook messages, as small as the format allows: a file system of 512-byte sectors in one file."""

import struct
from datetime import UTC, datetime
from typing import Any

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TEXT, BINARY, TIME, WHOLE = 0x001F, 0x0102, 0x0040, 0x0003
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

Tree = dict[str, Any]
"""The name of a stream to its bytes, or the name of a storage to its own tree."""


def message(
    *,
    subject: str = "You",
    body: str = "We know where you live.",
    name: str = "Robin Sender",
    sender: str = "robin@example.org",
    to: str = "casey@council.example",
    sent: datetime | None = datetime(2026, 11, 20, 10, tzinfo=UTC),
    more: list[tuple[int, int, Any]] | None = None,
    attached: dict[str, bytes] | None = None,
) -> bytes:
    said = [(0x0037, TEXT, subject), (0x1000, TEXT, body), (0x0C1A, TEXT, name), (0x0C1F, TEXT, sender)]
    said += [(0x0039, TIME, sent)] if sent else []
    files = attached or {}
    tree = with_properties(struct.pack("<8xIIII8x", 1, len(files), 1, len(files)), said + (more or []))
    tree["__recip_version1.0_#00000000"] = with_properties(bytes(8), [(0x39FE, TEXT, to)])
    for number, (filename, content) in enumerate(files.items()):
        about = [(0x3707, TEXT, filename), (0x370E, TEXT, "image/png"), (0x3701, BINARY, content)]
        tree[f"__attach_version1.0_#{number:08X}"] = with_properties(bytes(8), about)
    return compound(tree)


def with_properties(header: bytes, said: list[tuple[int, int, Any]]) -> Tree:
    """Each property's row, and the stream of those that are longer than a row."""
    rows, tree = header, {}
    for number, kind, value in said:
        if kind == TIME:
            rows += struct.pack("<HHIQ", kind, number, 6, int((value - EPOCH).total_seconds()) * 10**7)
        elif kind == WHOLE:
            rows += struct.pack("<HHIQ", kind, number, 6, value)
        else:
            stream = value.encode("utf-16-le") if kind == TEXT else value
            rows += struct.pack("<HHIQ", kind, number, 6, len(stream) + 2)
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = stream
    return {"__properties_version1.0": rows, **tree}


def compound(tree: Tree) -> bytes:
    entries: list[dict[str, Any]] = [{"name": "Root Entry", "kind": 5, "child": FREE, "right": FREE, "data": b""}]
    add_children(entries, 0, tree)
    small, chains, large = b"", [], []
    for entry in entries:
        data = entry["data"]
        if entry["kind"] == 2 and len(data) < CUTOFF:
            entry["start"] = len(small) // MINI
            chains += chain(len(chains), -(-len(data) // MINI))
            small += padded(data, MINI)
        elif entry["kind"] == 2:
            large.append(entry)
    return laid_out(entries, small, chains, large)


def add_children(entries: list[dict[str, Any]], parent: int, tree: Tree) -> None:
    before = None
    for name, content in tree.items():
        number, is_storage = len(entries), isinstance(content, dict)
        data = b"" if is_storage else content
        entries.append({"name": name, "kind": 1 if is_storage else 2, "child": FREE, "right": FREE, "data": data})
        if before is None:
            entries[parent]["child"] = number
        else:
            entries[before]["right"] = number
        before = number
        if is_storage:
            add_children(entries, number, content)


def laid_out(entries: list[dict[str, Any]], small: bytes, chains: list[int], large: list[dict[str, Any]]) -> bytes:
    """The file allocation table, then the directory, the small streams' table and bytes, and the large streams."""
    mini_table = padded(struct.pack(f"<{len(chains)}I", *chains), SECTOR, b"\xff")
    directory_size = padded(bytes(128 * len(entries)), SECTOR)
    blocks = [directory_size, mini_table, padded(small, SECTOR), *(padded(entry["data"], SECTOR) for entry in large)]
    sectors = [len(block) // SECTOR for block in blocks]
    tables = 1
    while tables * 128 < tables + sum(sectors):
        tables += 1
    starts = [tables + sum(sectors[:number]) for number in range(len(sectors))]
    entries[0] |= {"start": starts[2] if small else END, "size": len(small)}
    for entry, start in zip(large, starts[3:], strict=True):
        entry["start"] = start
    table = [FAT] * tables
    for start, length in zip(starts, sectors, strict=True):
        table += chain(start, length)
    blocks[0] = padded(b"".join(map(packed, entries)), SECTOR)
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        starts[0],
        0,
        CUTOFF,
        starts[1] if chains else END,
        sectors[1],
        END,
        0,
    )
    places = struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    return header + places + padded(struct.pack(f"<{len(table)}I", *table), SECTOR, b"\xff") + b"".join(blocks)


def chain(start: int, length: int) -> list[int]:
    return [*range(start + 1, start + length), END] if length else []


def packed(entry: dict[str, Any]) -> bytes:
    name = entry["name"].encode("utf-16-le")
    size = entry.get("size", len(entry["data"]))
    return struct.pack(
        "<64sHBBIII16xI16xIQ",
        name,
        len(name) + 2,
        entry["kind"],
        1,
        FREE,
        entry["right"],
        entry["child"],
        0,
        entry.get("start", 0 if entry["kind"] == 1 else END),
        size,
    )


def padded(data: bytes, unit: int, filler: bytes = b"\0") -> bytes:
    return data + filler * (-len(data) % unit)
