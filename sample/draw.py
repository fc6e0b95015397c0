"""Draws the pictures of the sample newspaper: small scenes in flat colours, as PNG, from a seed.

In:  the name of a scene and a seed.
Out: the bytes of a PNG with a palette. Nothing but the standard library; the same bytes on every machine that
     has the same zlib.
"""

import math
import random
import struct
import zlib

WIDTH, HEIGHT = 480, 300

PALETTES = {
    "day": [
        (196, 222, 238),
        (242, 236, 220),
        (42, 98, 140),
        (28, 70, 106),
        (226, 202, 160),
        (196, 120, 84),
        (92, 70, 60),
        (250, 250, 244),
        (60, 92, 62),
        (214, 74, 56),
        (236, 180, 70),
        (30, 34, 42),
    ],
    "dusk": [
        (240, 178, 128),
        (250, 220, 170),
        (70, 84, 120),
        (46, 56, 92),
        (164, 120, 104),
        (120, 72, 72),
        (60, 44, 56),
        (255, 240, 210),
        (56, 66, 58),
        (206, 66, 50),
        (244, 170, 60),
        (24, 22, 34),
    ],
    "night": [
        (26, 34, 62),
        (60, 66, 98),
        (18, 34, 60),
        (12, 24, 44),
        (74, 68, 82),
        (58, 46, 60),
        (34, 28, 40),
        (240, 232, 190),
        (26, 40, 40),
        (232, 96, 48),
        (250, 196, 80),
        (8, 10, 18),
    ],
    "grey": [
        (150, 160, 168),
        (190, 198, 202),
        (70, 88, 98),
        (52, 66, 76),
        (128, 124, 120),
        (98, 88, 84),
        (64, 60, 60),
        (232, 236, 238),
        (66, 78, 70),
        (176, 70, 60),
        (206, 176, 96),
        (30, 32, 36),
    ],
    "paper": [
        (250, 248, 242),
        (232, 228, 216),
        (60, 110, 150),
        (40, 80, 116),
        (208, 198, 178),
        (190, 110, 80),
        (120, 110, 100),
        (255, 255, 255),
        (110, 140, 110),
        (196, 62, 50),
        (226, 170, 66),
        (40, 40, 46),
    ],
}
SKY, HAZE, SEA, DEEP, SAND, ROOF, WOOD, LIGHT, GREEN, RED, GOLD, DARK = range(12)


class Canvas:
    """WIDTH x HEIGHT numbers of colours."""

    def __init__(self, palette):
        self.palette = PALETTES[palette]
        self.rows = [bytearray([SKY]) * WIDTH for _ in range(HEIGHT)]

    def span(self, y, left, right, colour):
        if 0 <= y < HEIGHT:
            left, right = max(0, int(left)), min(WIDTH, int(right))
            if left < right:
                self.rows[y][left:right] = bytes([colour]) * (right - left)

    def box(self, left, top, right, bottom, colour):
        for y in range(int(top), int(bottom)):
            self.span(y, left, right, colour)

    def disc(self, x, y, radius, colour):
        for dy in range(-int(radius), int(radius) + 1):
            half = math.sqrt(max(0, radius * radius - dy * dy))
            self.span(int(y) + dy, x - half, x + half, colour)

    def polygon(self, points, colour):
        """Filled, by even-odd crossings of each row."""
        top, bottom = min(p[1] for p in points), max(p[1] for p in points)
        for y in range(int(top), int(bottom) + 1):
            crossings = []
            for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1]):
                if (y1 <= y < y2) or (y2 <= y < y1):
                    crossings.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
            crossings.sort()
            for left, right in zip(crossings[::2], crossings[1::2]):
                self.span(y, left, right + 1, colour)

    def line(self, x1, y1, x2, y2, colour, width=2):
        steps = int(max(abs(x2 - x1), abs(y2 - y1), 1))
        for i in range(steps + 1):
            x, y = x1 + (x2 - x1) * i / steps, y1 + (y2 - y1) * i / steps
            self.box(x, y, x + width, y + width, colour)

    def png(self):
        raw = b"".join(b"\0" + bytes(row) for row in self.rows)
        plte = b"".join(bytes(colour) for colour in self.palette)
        return (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0))
            + chunk(b"PLTE", plte)
            + chunk(b"IDAT", zlib.compress(raw, 9))
            + chunk(b"IEND", b"")
        )


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def sea(canvas, rng, horizon, height=3):
    canvas.box(0, horizon, WIDTH, HEIGHT, SEA)
    for _ in range(70):
        y = rng.randrange(horizon + 4, HEIGHT)
        x = rng.randrange(-20, WIDTH)
        length = 8 + (y - horizon) // 3
        canvas.box(x, y, x + length, y + max(1, height - 2), DEEP if rng.random() < 0.7 else HAZE)


def hills(canvas, rng, base, height, colour):
    points = [(0, base)]
    for x in range(0, WIDTH + 40, 40):
        points.append((x, base - height * (0.35 + 0.65 * rng.random())))
    canvas.polygon(points + [(WIDTH, base)], colour)


def town(canvas, rng, base, left, right, tall):
    x = left
    while x < right:
        width, height = rng.randrange(16, 38), rng.randrange(tall // 3, tall)
        canvas.box(x, base - height, x + width, base, rng.choice([SAND, HAZE, SAND, LIGHT]))
        canvas.box(x, base - height, x + width, base - height + 4, ROOF)
        for window in range(int(base - height) + 10, base - 6, 12):
            for column in range(x + 4, x + width - 5, 9):
                canvas.box(column, window, column + 4, window + 6, rng.choice([DARK, WOOD, GOLD]))
        x += width


def hull(canvas, x, y, length, decks, colour=LIGHT):
    canvas.polygon([(x, y), (x + length, y), (x + length - 22, y + 30), (x + 16, y + 30)], DARK)
    canvas.box(x + 6, y + 4, x + length - 8, y + 8, RED)
    for deck in range(decks):
        inset = 26 + deck * 16
        top = y - 14 * (deck + 1)
        canvas.box(x + inset, top, x + length - inset, top + 14, colour)
        for window in range(int(x + inset) + 5, int(x + length - inset) - 5, 10):
            canvas.box(window, top + 4, window + 5, top + 9, SEA)
    canvas.box(x + length * 0.55, y - 14 * decks - 24, x + length * 0.55 + 18, y - 14 * decks, RED)


def tower(canvas, x, base, height):
    canvas.polygon([(x - 12, base), (x - 8, base - height), (x + 8, base - height), (x + 12, base)], LIGHT)
    canvas.box(x - 11, base - height * 0.5, x + 11, base - height * 0.4, RED)
    canvas.box(x - 10, base - height - 14, x + 10, base - height, DARK)
    canvas.box(x - 6, base - height - 11, x + 6, base - height - 3, GOLD)


def draw_harbour(canvas, rng):
    canvas.disc(90 + rng.randrange(280), 62, 22, LIGHT)
    hills(canvas, rng, 170, 70, GREEN)
    town(canvas, rng, 178, 0, WIDTH, 70)
    sea(canvas, rng, 176)
    tower(canvas, rng.randrange(340, 430), 182, 96)
    for i in range(4):
        x, y = 30 + i * 105 + rng.randrange(30), 206 + rng.randrange(48)
        canvas.polygon(
            [(x, y), (x + 60, y), (x + 50, y + 14), (x + 8, y + 14)], rng.choice([ROOF, WOOD, DARK])
        )
        canvas.line(x + 26, y, x + 26, y - 44, WOOD)
        canvas.polygon([(x + 29, y - 42), (x + 29, y - 6), (x + 52, y - 6)], LIGHT)


def draw_ship(canvas, rng):
    canvas.disc(rng.randrange(60, 420), 70, 26, GOLD)
    hills(canvas, rng, 160, 36, HAZE)
    sea(canvas, rng, 158)
    hull(canvas, 90 + rng.randrange(60), 178, 250, 3)
    for _ in range(5):
        x, y = rng.randrange(40, 440), rng.randrange(40, 120)
        canvas.line(x, y, x + 8, y + 5, DARK)
        canvas.line(x + 8, y + 5, x + 16, y, DARK)


def draw_fire(canvas, rng):
    sea(canvas, rng, 190)
    hull(canvas, 110, 200, 250, 3, HAZE)
    for _ in range(46):
        x, y = 250 + rng.gauss(0, 46), 186 - abs(rng.gauss(0, 34))
        canvas.disc(x, y, rng.randrange(5, 15), rng.choice([RED, GOLD, GOLD, LIGHT]))
    for i in range(60):
        canvas.disc(
            250 - i * 3 + rng.gauss(0, 14), 140 - i * 2 + rng.gauss(0, 8), 6 + i // 5, DARK if i % 3 else WOOD
        )


def draw_storm(canvas, rng):
    for _ in range(14):
        canvas.disc(
            rng.randrange(WIDTH), rng.randrange(10, 90), rng.randrange(24, 60), rng.choice([HAZE, SEA])
        )
    sea(canvas, rng, 170, 5)
    canvas.polygon([(0, 220), (280, 232), (280, 252), (0, 256)], WOOD)
    tower(canvas, 262, 232, 84)
    for _ in range(90):
        angle, reach = rng.random() * math.pi, rng.random() * 130
        canvas.disc(310 + math.cos(angle) * reach, 236 - math.sin(angle) * reach, rng.randrange(2, 9), LIGHT)
    for _ in range(80):
        x, y = rng.randrange(WIDTH), rng.randrange(HEIGHT)
        canvas.line(x, y, x - 5, y + 12, HAZE, 1)


def draw_skyline(canvas, rng):
    canvas.disc(380, 84, 30, GOLD)
    town(canvas, rng, 236, 0, WIDTH, 130)
    tower(canvas, 120, 236, 150)
    canvas.box(0, 236, WIDTH, HEIGHT, WOOD)
    for _ in range(90):
        x, y = rng.randrange(WIDTH), rng.randrange(244, 292)
        canvas.disc(x, y, 4, rng.choice([SAND, ROOF, HAZE]))
        canvas.box(x - 4, y + 4, x + 5, y + 14, rng.choice([DARK, SEA, RED, GREEN]))


def draw_market(canvas, rng):
    canvas.box(0, 0, WIDTH, 120, HAZE)
    for stall in range(4):
        left = stall * 122
        for stripe in range(6):
            canvas.box(left + stripe * 18, 60, left + stripe * 18 + 18, 96, RED if stripe % 2 else LIGHT)
        canvas.box(left + 2, 96, left + 6, 220, WOOD)
    canvas.box(0, 190, WIDTH, HEIGHT, WOOD)
    for _ in range(260):
        canvas.disc(
            rng.randrange(WIDTH),
            rng.randrange(196, 292),
            rng.randrange(5, 9),
            rng.choice([RED, RED, GOLD, GREEN, ROOF]),
        )


def room_behind(canvas, rng):
    """A window on the sea, a shelf of books, or a wall with a picture."""
    canvas.box(0, 0, WIDTH, HEIGHT, HAZE)
    kind = rng.randrange(3)
    left = rng.choice([24, 300])
    if kind == 0:
        canvas.box(left, 24, left + 156, 206, LIGHT)
        canvas.box(left + 8, 32, left + 148, 118, SKY)
        canvas.box(left + 8, 118, left + 148, 198, SEA)
        hull(canvas, left + 60, 124, 46, 1)
        canvas.box(left + 74, 32, left + 82, 198, LIGHT)
    elif kind == 1:
        for shelf in (70, 140, 210):
            x = 0
            while x < WIDTH:
                wide, tall = rng.randrange(9, 19), rng.randrange(38, 58)
                back = rng.choice([SEA, DEEP, ROOF, WOOD, GREEN, RED, SAND])
                canvas.box(x, shelf - tall, x + wide, shelf, back)
                x += wide + 2
            canvas.box(0, shelf, WIDTH, shelf + 6, WOOD)
    else:
        canvas.box(left, 40, left + 140, 140, WOOD)
        canvas.box(left + 8, 48, left + 132, 132, SKY)
        canvas.polygon([(left + 8, 132), (left + 60, 76), (left + 132, 132)], GREEN)
    canvas.box(0, 236, WIDTH, HEIGHT, SAND if kind != 1 else HAZE)


def person(canvas, rng, x, is_woman, hairs=(DARK, WOOD, LIGHT)):
    """Head and shoulders in front of the room, looking at the reader."""
    skin = rng.choice([SAND, ROOF])
    hair, coat = rng.choice(hairs), rng.choice([DARK, DEEP, GREEN, RED])
    has_beard = not is_woman and rng.random() < 0.4
    if is_woman and rng.random() < 0.7:  # long hair falls behind the shoulders
        canvas.disc(x, 128, 66, hair)
        canvas.box(x - 66, 128, x + 66, 226, hair)
    for side in (-1, 1):
        canvas.disc(x + side * 62, 268, 46, coat)
    canvas.box(x - 108, 266, x + 108, HEIGHT, coat)
    canvas.box(x - 64, 222, x + 64, HEIGHT, coat)
    canvas.polygon([(x - 34, 222), (x + 34, 222), (x, 292)], LIGHT)
    canvas.box(x - 20, 176, x + 20, 226, skin)
    canvas.polygon([(x - 20, 224), (x + 20, 224), (x, 250)], skin)
    canvas.disc(x, 142, 50, hair if has_beard else skin)
    canvas.disc(x, 112, 50, hair)
    canvas.box(x - 47, 116, x + 47, 150, skin)
    canvas.box(x - 40, 150, x + 40, 164, skin)
    canvas.polygon([(x - 47, 116), (x + 47, 116), (x + rng.choice([-30, 10, 30]), 132)], hair)
    for side in (-1, 1):
        canvas.disc(x + side * 20, 146, 4, DARK)
    if rng.random() < 0.4:
        glasses(canvas, x)
    canvas.line(x, 150, x - 5, 166, WOOD, 3)
    canvas.line(x - 12, 178, x + 12, 178, RED, 3)


def glasses(canvas, x):
    for side in (-1, 1):
        left, right = x + side * 20 - 13, x + side * 20 + 13
        for y in (136, 156):
            canvas.line(left, y, right, y, DARK)
        for at in (left, right):
            canvas.line(at, 136, at, 156, DARK)
    canvas.line(x - 7, 144, x + 7, 144, DARK)


def draw_man(canvas, rng):
    room_behind(canvas, rng)
    person(canvas, canvas.who, 240 + rng.randrange(-30, 30), False)


def draw_woman(canvas, rng):
    room_behind(canvas, rng)
    person(canvas, canvas.who, 240 + rng.randrange(-30, 30), True)


def draw_pair(canvas, rng):
    room_behind(canvas, rng)
    for x in (140, 345):
        person(canvas, canvas.who, x, True, (DARK, WOOD))


def draw_stadium(canvas, rng):
    canvas.box(0, 90, WIDTH, 180, SEA)
    for _ in range(900):
        x, y = rng.randrange(WIDTH), rng.randrange(92, 178)
        canvas.box(x, y, x + 3, y + 4, rng.choice([RED, LIGHT, GOLD, DARK]))
    canvas.box(0, 180, WIDTH, HEIGHT, GREEN)
    canvas.line(0, 200, WIDTH, 200, LIGHT)
    canvas.line(240, 200, 240, 300, LIGHT)
    canvas.disc(rng.randrange(120, 360), 250, 9, LIGHT)
    for x in (40, 430):
        canvas.line(x, 20, x, 100, DARK, 4)
        canvas.box(x - 16, 12, x + 20, 30, LIGHT)


def draw_mountain(canvas, rng):
    hills(canvas, rng, 200, 120, SEA)
    hills(canvas, rng, 230, 80, GREEN)
    for terrace in range(5):
        y = 226 + terrace * 16
        canvas.box(0, y, WIDTH, y + 16, SAND if terrace % 2 else ROOF)
        for _ in range(12):
            x = rng.randrange(WIDTH)
            canvas.disc(x, y, 9, GREEN)
            canvas.box(x - 1, y, x + 2, y + 12, WOOD)


def draw_dig(canvas, rng):
    canvas.box(0, 0, WIDTH, HEIGHT, SEA)
    canvas.box(0, 210, WIDTH, HEIGHT, SAND)
    for _ in range(26):
        x, y = rng.randrange(WIDTH), rng.randrange(220, 286)
        canvas.polygon([(x, y), (x + 26, y - 7), (x + 30, y + 4), (x + 4, y + 12)], ROOF)
    for _ in range(40):
        canvas.disc(240 + rng.gauss(0, 12), rng.randrange(20, 160), rng.randrange(2, 6), HAZE)
    canvas.disc(228, 176, 15, DARK)
    canvas.polygon([(150, 190), (228, 176), (236, 196), (156, 204)], DARK)
    canvas.polygon([(110, 196), (150, 190), (152, 204), (116, 214)], GOLD)


def draw_chart(canvas, rng):
    canvas.line(50, 30, 50, 260, DARK)
    canvas.line(50, 260, 450, 260, DARK)
    level = 200.0
    for i in range(12):
        level = max(12, level - rng.random() * 30 + 6)
        canvas.box(62 + i * 32, 260 - level, 84 + i * 32, 260, RED if i > 8 else SEA)
    for y in range(60, 260, 50):
        canvas.line(50, y, 450, y, SAND, 1)


def draw_map(canvas, rng):
    canvas.box(0, 0, WIDTH, HEIGHT, SKY)
    canvas.polygon([(0, 0), (WIDTH, 0), (WIDTH, 60), (330, 84), (250, 52), (120, 80), (0, 50)], SAND)
    canvas.polygon(
        [(0, HEIGHT), (0, 246), (130, 226), (280, 262), (410, 236), (WIDTH, 254), (WIDTH, HEIGHT)], SAND
    )
    canvas.polygon([(200, 140), (262, 128), (300, 158), (270, 186), (214, 178)], GREEN)
    canvas.disc(322, 132, 8, GREEN)
    for i in range(0, 20, 2):
        x, y = 120 + i * 7.5, 80 + i * 5.4
        canvas.line(x, y, x + 7, y + 5, RED, 3)
        canvas.line(275 + i * 5, 190 + i * 2.6, 280 + i * 5, 193 + i * 2.6, RED, 3)


def draw_court(canvas, rng):
    canvas.box(0, 250, WIDTH, HEIGHT, SAND)
    canvas.polygon([(90, 110), (390, 110), (240, 46)], LIGHT)
    canvas.polygon([(120, 104), (360, 104), (240, 56)], SAND)
    canvas.box(84, 110, 396, 124, LIGHT)
    for column in range(7):
        x = 98 + column * 45
        canvas.box(x, 124, x + 16, 230, LIGHT)
        canvas.box(x + 11, 124, x + 16, 230, SAND)
    for step in range(3):
        shade = HAZE if step % 2 else LIGHT
        canvas.box(84 - step * 14, 230 + step * 8, 396 + step * 14, 238 + step * 8, shade)
    for _ in range(14):
        x, y = rng.randrange(20, 460), rng.randrange(252, 270)
        canvas.disc(x, y, 4, SAND)
        canvas.box(x - 4, y + 4, x + 5, y + 20, rng.choice([DARK, WOOD, SEA]))


def draw_parliament(canvas, rng):
    canvas.box(0, 0, WIDTH, HEIGHT, WOOD)
    canvas.box(150, 20, 330, 90, SAND)
    canvas.disc(240, 54, 24, GOLD)
    for row in range(6):
        radius = 90 + row * 26
        for seat in range(9 + row * 3):
            angle = math.pi * (0.06 + 0.88 * seat / (8 + row * 3))
            x, y = 240 + math.cos(angle) * radius * 1.15, 100 + math.sin(angle) * radius * 0.8
            canvas.box(x - 8, y, x + 9, y + 10, ROOF)
            if rng.random() < 0.8:
                canvas.disc(x, y - 3, 5, rng.choice([SAND, HAZE, SAND]))
    canvas.box(210, 84, 270, 112, DARK)


def draw_hospital(canvas, rng):
    hills(canvas, rng, 190, 60, GREEN)
    canvas.box(70, 70, 410, 240, LIGHT)
    for row in range(4):
        for column in range(10):
            x, y = 84 + column * 33, 86 + row * 34
            canvas.box(x, y, x + 18, y + 20, rng.choice([SEA, SEA, GOLD, DARK]))
    canvas.box(210, 24, 270, 70, LIGHT)
    canvas.box(234, 30, 246, 64, RED)
    canvas.box(223, 41, 257, 53, RED)
    canvas.box(0, 240, WIDTH, HEIGHT, WOOD)
    for _ in range(3):
        x = rng.randrange(10, 400)
        canvas.box(x, 250, x + 62, 276, LIGHT)
        canvas.box(x, 260, x + 62, 264, RED)
        canvas.disc(x + 14, 278, 7, DARK)
        canvas.disc(x + 48, 278, 7, DARK)


def draw_quake(canvas, rng):
    hills(canvas, rng, 180, 110, GREEN)
    x = 0
    while x < WIDTH:
        width, lean = rng.randrange(40, 76), rng.randrange(-22, 22)
        top = rng.randrange(80, 170)
        canvas.polygon([(x + lean, top), (x + width + lean, top + 12), (x + width, 250), (x, 250)], SAND)
        crack = x + width / 2
        for y in range(top + 14, 246, 12):
            step = rng.randrange(-9, 10)
            canvas.line(crack, y, crack + step, y + 12, DARK)
            crack += step
        x += width + rng.randrange(4, 30)
    canvas.box(0, 246, WIDTH, HEIGHT, WOOD)
    for _ in range(150):
        x, y = rng.randrange(WIDTH), 244 + abs(rng.gauss(0, 18))
        size = rng.randrange(4, 15)
        corners = [(x, y), (x + size, y - size / 2), (x + size, y + size / 2)]
        canvas.polygon(corners, rng.choice([SAND, HAZE, ROOF]))


def draw_books(canvas, rng):
    canvas.box(0, 0, WIDTH, HEIGHT, WOOD)
    for shelf in range(3):
        base, x = 96 + shelf * 96, 6
        while x < WIDTH - 30:
            width, height = rng.randrange(9, 26), rng.randrange(48, 82)
            paint = rng.choice([RED, SEA, GREEN, SAND, GOLD, ROOF, DEEP])
            canvas.box(x, base - height, x + width, base, paint)
            canvas.box(x + 2, base - height + 8, x + width - 2, base - height + 11, LIGHT)
            x += width + (rng.randrange(10, 40) if rng.random() < 0.1 else 1)
        canvas.box(0, base, WIDTH, base + 8, DARK)


def draw_cranes(canvas, rng):
    sea(canvas, rng, 220)
    canvas.box(0, 206, WIDTH, 224, WOOD)
    for crane in range(3):
        x = 50 + crane * 150 + rng.randrange(-14, 14)
        for leg in (0, 44):
            canvas.line(x + leg, 206, x + leg, 70, RED, 5)
        canvas.box(x - 40, 66, x + 110, 74, RED)
        canvas.line(x + 22, 40, x + 100, 68, DARK)
        canvas.line(x + 22, 40, x - 36, 68, DARK)
        canvas.line(x + 80, 74, x + 80, 74 + rng.randrange(20, 90), DARK)
    for _ in range(40):
        x, y = rng.randrange(0, 15) * 32, 206 - rng.randrange(1, 4) * 14
        canvas.box(x, y, x + 30, y + 13, rng.choice([SEA, ROOF, GREEN, GOLD, RED]))


SCENES = {
    "court": (draw_court, ["day", "grey"]),
    "parliament": (draw_parliament, ["day", "dusk"]),
    "hospital": (draw_hospital, ["day", "grey"]),
    "quake": (draw_quake, ["day", "grey"]),
    "books": (draw_books, ["day", "paper"]),
    "cranes": (draw_cranes, ["day", "dusk"]),
    "harbour": (draw_harbour, ["day", "dusk"]),
    "ship": (draw_ship, ["day", "dusk", "grey"]),
    "fire": (draw_fire, ["night", "dusk"]),
    "storm": (draw_storm, ["grey", "night"]),
    "skyline": (draw_skyline, ["day", "dusk"]),
    "market": (draw_market, ["day"]),
    "man": (draw_man, ["paper", "day"]),
    "woman": (draw_woman, ["paper", "day"]),
    "two women": (draw_pair, ["paper", "day"]),
    "stadium": (draw_stadium, ["night", "day"]),
    "mountain": (draw_mountain, ["day"]),
    "dig": (draw_dig, ["day"]),
    "chart": (draw_chart, ["paper"]),
    "map": (draw_map, ["paper"]),
}


def picture(scene, seed):
    """The PNG of a scene; another seed, another picture, but "zerafa-un" and "zerafa-car" show one man."""
    draw, palettes = SCENES[scene]
    rng = random.Random(seed)
    canvas = Canvas(palettes[rng.randrange(len(palettes))])
    canvas.who = random.Random(seed.removeprefix("ar-").split(".")[0].split("-")[0])
    draw(canvas, rng)
    return canvas.png()
