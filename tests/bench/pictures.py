"""pictures.py: small bar charts as PNG and JPEG files, made here byte by byte, with what they show in words.

values → bytes of a file. A PNG is an indexed picture of one stored row after the other; a JPEG is a baseline grey picture
of 8 × 8 blocks, each of one grey, so that it needs nothing but DC coefficients. Both are the same bytes on any machine:
the PNG is deflated without matching (zlib level 0), which no version of zlib does in another way.
"""

import struct
import zlib

QUARTERS = ("spring", "summer", "autumn", "winter")
WIDTH, HEIGHT = 240, 120  # pixels
PALETTE = bytes((255, 255, 255, 0, 94, 184, 66, 85, 99))


def chart_rows(values):
    """Rows of pixels, each 0 (paper), 1 (bar) or 2 (base line)."""
    tallest, step = max(values), WIDTH // len(values)
    tops = [HEIGHT - 4 - value * (HEIGHT - 12) // tallest for value in values]
    for y in range(HEIGHT):
        if y >= HEIGHT - 4:
            yield bytes([2]) * WIDTH
        else:
            yield b"".join((bytes([0]) * 8 + bytes([int(y >= top)]) * (step - 16) + bytes([0]) * 8) for top in tops).ljust(WIDTH, b"\0")


def png(values):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packed = bytearray()
    for row in chart_rows(values):  # two bits a pixel, no filter
        packed.append(0)
        packed += bytes(row[x] << 6 | row[x + 1] << 4 | row[x + 2] << 2 | row[x + 3] for x in range(0, WIDTH, 4))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 2, 3, 0, 0, 0)) + \
        chunk(b"PLTE", PALETTE) + chunk(b"IDAT", zlib.compress(bytes(packed), 0)) + chunk(b"IEND", b"")


# The luminance table of DC differences in ITU-T T.81, K.3.1: how many codes of each length, and the categories in order.
DC_LENGTHS = (0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)


def dc_codes():
    codes, code, category = {}, 0, 0
    for length, count in enumerate(DC_LENGTHS, 1):
        for _ in range(count):
            codes[category] = (code, length)
            code, category = code + 1, category + 1
        code <<= 1
    return codes


def jpeg(values):
    def segment(marker, data):
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    codes, bits, last = dc_codes(), [], 0
    rows = list(chart_rows(values))
    for top in range(0, HEIGHT, 8):
        for left in range(0, WIDTH, 8):
            pixel = rows[top + 4][left + 4]
            value = (127, 10, -40)[pixel] if pixel else 127  # quantised by 8, which is the DC gain: the grey less 128
            change, last = value - last, value
            size = abs(change).bit_length()
            code, length = codes[size]
            bits.append(format(code, f"0{length}b"))
            if size:
                bits.append(format(change if change > 0 else change + (1 << size) - 1, f"0{size}b"))
            bits.append("0")  # end of block, the only AC code there is
    stream = "".join(bits)
    stream += "1" * (-len(stream) % 8)
    data = int(stream, 2).to_bytes(len(stream) // 8, "big").replace(b"\xff", b"\xff\0")
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01\x01\0\x60\0\x60\0\0") + segment(0xDB, b"\0" + bytes([8]) * 64) + \
        segment(0xC0, struct.pack(">BHHB", 8, HEIGHT, WIDTH, 1) + b"\x01\x11\0") + \
        segment(0xC4, b"\0" + bytes(DC_LENGTHS) + bytes(range(sum(DC_LENGTHS)))) + \
        segment(0xC4, b"\x10" + bytes([1]) + bytes(15) + b"\0") + segment(0xDA, b"\x01\x01\0\0\x3f\0") + data + b"\xff\xd9"


def alternative(values):
    """What a listener hears instead of the chart."""
    parts = [f"{value} in {quarter}" for value, quarter in zip(values, QUARTERS)]
    return "Four bars of different height: " + ", ".join(parts[:-1]) + " and " + parts[-1] + "."


def write(folder, random, count):
    """Writes `count` pictures into folder; returns (name, alternative) of each."""
    made = []
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        values = [random.randrange(12, 98) for _ in QUARTERS]
        kind, paint = (("png", png), ("jpg", jpeg))[number % 2]
        name = f"chart-{number + 1}.{kind}"
        (folder / name).write_bytes(paint(values))
        made.append((f"{folder.name}/{name}", alternative(values)))
    return made
