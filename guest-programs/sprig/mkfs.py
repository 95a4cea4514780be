#!/usr/bin/env python3
"""Makes a disk for sprig: mkfs.py IMAGE BLOCKS FILE...  (files.c describes the format)."""

import pathlib
import struct
import sys

BLOCK = 512
FILES = 64
NAME_LENGTH = 24
ENTRY = struct.Struct(f"<{NAME_LENGTH}sII")
LAST_BLOCK = 1


def blocks_of(size):
    return (size + BLOCK - 1) // BLOCK


def make(image, blocks, paths):
    chain_start = 1
    directory_start = chain_start + blocks_of(2 * blocks)
    data_start = directory_start + blocks_of(FILES * ENTRY.size)
    chain = [0] * blocks
    directory = b""
    data = b""
    if len(paths) > FILES:
        sys.exit(f"mkfs: {len(paths)} files, and room for {FILES}")
    for path in paths:
        name = path.stem.encode()
        content = path.read_bytes()
        if len(name) >= NAME_LENGTH:
            sys.exit(f"mkfs: {path}: the name has more than {NAME_LENGTH - 1} characters")
        start = data_start + len(data) // BLOCK
        count = blocks_of(len(content))
        if start + count > blocks:
            sys.exit(f"mkfs: {path}: {blocks} blocks are not enough")
        for block in range(start, start + count):
            chain[block] = block + 1 if block + 1 < start + count else LAST_BLOCK
        directory += ENTRY.pack(name, start if count else 0, len(content))
        data += content.ljust(count * BLOCK, b"\0")
    header = struct.pack("<8sIIII", b"sprigfs", blocks, chain_start, directory_start, data_start)
    parts = header.ljust(BLOCK, b"\0")
    table = struct.pack(f"<{blocks}H", *chain)
    parts += table.ljust((directory_start - chain_start) * BLOCK, b"\0")
    parts += directory.ljust((data_start - directory_start) * BLOCK, b"\0")
    image.write_bytes((parts + data).ljust(blocks * BLOCK, b"\0"))


if __name__ == "__main__":
    if len(sys.argv) < 3 or not sys.argv[2].isdigit():
        sys.exit(__doc__)
    make(pathlib.Path(sys.argv[1]), int(sys.argv[2]), [pathlib.Path(p) for p in sys.argv[3:]])
