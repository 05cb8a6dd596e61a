"""The scenes inspectors photograph, drawn: one small function each, from the wide floor to the gauge.

Every function takes a `Board` and the words to put on labels and displays; what is drawn is made up.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass

from auditapp.operations.demo.canvas import Board, Colour, mix

RED: Colour = (196, 44, 38)
GREEN: Colour = (24, 138, 84)
STEEL: Colour = (176, 182, 188)
DARK: Colour = (44, 48, 56)
WOOD: Colour = (196, 168, 130)
PAPER: Colour = (250, 248, 240)
SCREEN: Colour = (36, 66, 110)


def workplace(b: Board, label: str) -> None:
    b.room()
    for row, y in enumerate((0.5, 0.62, 0.78)):
        size = 0.09 + 0.05 * row
        for column in range(9 - 2 * row):
            x = 0.04 + column * size * 1.35
            b.box(x, y - size * 0.75, size, size * 0.5, DARK, round_=0.006)
            b.box(x + 0.006, y - size * 0.72, size - 0.012, size * 0.42, mix(SCREEN, (120, 170, 200), column / 12))
            b.box(x - 0.02, y - size * 0.2, size + 0.04, size * 0.12, WOOD)
            b.disc(x + size / 2, y + size * 0.25, size * 0.3, (70, 78, 92))
    b.words(0.5, 0.16, label, 0.05)


def monitor(b: Board, label: str) -> None:
    b.shade((205, 208, 210), (170, 172, 176))
    b.box(0, 0.74, 1, 0.26, WOOD)
    b.box(0.16, 0.12, 0.62, 0.52, DARK, round_=0.02)
    b.box(0.19, 0.155, 0.56, 0.45, SCREEN)
    for row in range(7):
        b.box(0.22, 0.2 + row * 0.055, 0.2 + 0.04 * ((row * 7) % 5), 0.02, (128, 164, 206))
    b.box(0.43, 0.64, 0.08, 0.1, (60, 64, 70))
    b.box(0.33, 0.735, 0.28, 0.025, (60, 64, 70), round_=0.01)
    b.shape([(0.7, 0.5), (0.86, 0.47), (0.885, 0.66), (0.725, 0.69)], (250, 218, 92))
    b.words(0.79, 0.58, label, 0.035, (90, 70, 20))
    b.box(0.24, 0.82, 0.44, 0.1, (54, 58, 64), round_=0.01)


def extinguisher(b: Board, label: str) -> None:
    b.room(horizon=0.82)
    for x in (0.34, 0.58):
        b.box(x, 0.34, 0.15, 0.46, RED, round_=0.05)
        b.box(x + 0.02, 0.36, 0.02, 0.4, mix(RED, (255, 255, 255), 0.35))
        b.box(x + 0.055, 0.26, 0.04, 0.09, DARK)
        b.line([(x + 0.03, 0.26), (x + 0.13, 0.23)], DARK, 0.02)
        b.line([(x + 0.1, 0.3), (x + 0.19, 0.4), (x + 0.17, 0.62)], DARK, 0.018)
        b.box(x + 0.015, 0.48, 0.12, 0.16, PAPER)
    b.words(0.415, 0.56, label, 0.026)
    b.box(0.3, 0.08, 0.48, 0.1, RED, round_=0.01)
    b.words(0.54, 0.13, "灭火器", 0.06, (255, 255, 255), bold=True)


def gauge(b: Board, label: str) -> None:
    b.shade((160, 30, 28), (120, 20, 20))
    b.disc(0.5, 0.5, 0.4, (240, 240, 236), STEEL, 0.03)
    for x, colour in ((0.34, RED), (0.5, GREEN), (0.66, (224, 180, 40))):
        b.box(x - 0.06, 0.3, 0.12, 0.07, colour)
    low = label.startswith("!")
    b.line([(0.5, 0.56), (0.35 if low else 0.51, 0.36)], DARK, 0.016)
    b.disc(0.5, 0.56, 0.035, DARK)
    b.words(0.5, 0.7, label.lstrip("!"), 0.06)


def blocked_exit(b: Board, label: str) -> None:
    b.room(wall=(220, 216, 206), horizon=0.78)
    b.box(0.36, 0.2, 0.3, 0.6, (130, 150, 150), edge=DARK)
    b.box(0.38, 0.46, 0.26, 0.03, STEEL)
    b.box(0.4, 0.08, 0.22, 0.09, GREEN, round_=0.008)
    b.words(0.51, 0.125, "安全出口", 0.045, (255, 255, 255), bold=True)
    for x, y, w, h in (
        (0.28, 0.66, 0.2, 0.2),
        (0.44, 0.6, 0.19, 0.27),
        (0.33, 0.49, 0.17, 0.17),
        (0.58, 0.72, 0.2, 0.17),
    ):
        b.box(x, y, w, h, (188, 148, 98), edge=(140, 104, 62))
        b.line([(x, y + h * 0.42), (x + w, y + h * 0.42)], (214, 190, 150), 0.02)
    b.words(0.535, 0.78, label, 0.03, (110, 76, 40))


def clear_exit(b: Board, label: str) -> None:
    b.room(horizon=0.78)
    b.box(0.34, 0.2, 0.34, 0.62, (146, 166, 160), edge=DARK)
    b.line([(0.51, 0.2), (0.51, 0.82)], DARK)
    for x in (0.37, 0.54):
        b.box(x, 0.5, 0.11, 0.03, STEEL)
    b.box(0.4, 0.08, 0.22, 0.09, GREEN, round_=0.008)
    b.words(0.51, 0.125, label, 0.042, (255, 255, 255), bold=True)
    b.shape([(0.28, 1), (0.38, 0.84), (0.64, 0.84), (0.76, 1)], (196, 190, 176))


def meter(b: Board, label: str) -> None:
    """A hand-held instrument (lux, sound, CO2, temperature): the reading is the label."""
    b.shade((206, 200, 190), (180, 172, 160))
    b.box(0, 0.6, 1, 0.4, WOOD)
    b.box(0.32, 0.14, 0.36, 0.74, (236, 190, 40), round_=0.05)
    b.box(0.36, 0.22, 0.28, 0.24, (172, 190, 170), round_=0.01, edge=DARK)
    reading, _, unit = label.partition(" ")
    b.words(0.5, 0.325, reading, 0.12, (26, 34, 26), bold=True)
    b.words(0.5, 0.43, unit, 0.045, (26, 34, 26))
    for x, y in ((0.42, 0.58), (0.58, 0.58), (0.42, 0.7), (0.58, 0.7)):
        b.disc(x, y, 0.035, DARK)
    b.words(0.5, 0.82, "仪器 No. 0417", 0.03)


def tape(b: Board, label: str) -> None:
    b.shade((150, 150, 152), (176, 176, 178))
    for x in (0.12, 0.88):
        b.box(x - 0.08, 0, 0.16, 1, (98, 104, 112))
    b.box(0.2, 0.44, 0.6, 0.12, (250, 208, 40))
    for tick in range(31):
        x = 0.2 + tick * 0.02
        b.line([(x, 0.44), (x, 0.5 if tick % 5 else 0.53)], DARK, 0.003)
    b.words(0.5, 0.62, label, 0.07, (30, 30, 30), bold=True)
    b.box(0.74, 0.4, 0.1, 0.2, DARK, round_=0.03)


def ups(b: Board, label: str) -> None:
    b.room(wall=(190, 196, 200), horizon=0.88)
    b.box(0.26, 0.1, 0.48, 0.8, (52, 56, 62), round_=0.01)
    b.box(0.32, 0.18, 0.36, 0.2, (30, 90, 130), round_=0.01)
    b.words(0.5, 0.28, label, 0.05, (214, 240, 255), bold=True)
    for row in range(4):
        b.box(0.32, 0.46 + row * 0.09, 0.36, 0.05, (74, 80, 88))
        b.disc(0.64, 0.485 + row * 0.09, 0.012, GREEN if row else (240, 180, 40))


def rack(b: Board, label: str) -> None:
    b.shade((40, 44, 52), (24, 26, 32))
    for column in range(3):
        b.box(0.06 + column * 0.31, 0.06, 0.27, 0.88, (18, 20, 24), edge=(80, 84, 92))
        for row in range(12):
            b.box(0.08 + column * 0.31, 0.09 + row * 0.07, 0.23, 0.05, (58, 62, 70))
            for light in range(5):
                b.disc(
                    0.1 + column * 0.31 + light * 0.02,
                    0.115 + row * 0.07,
                    0.006,
                    GREEN if (light * 7 + row * 3 + column) % 6 else (240, 150, 40),
                )
    b.words(0.5, 0.03, label, 0.04, (220, 224, 230))


def cables(b: Board, label: str) -> None:
    b.shade((110, 100, 90), (84, 80, 78))
    b.box(0, 0, 1, 0.16, WOOD)
    for n, colour in enumerate(((30, 30, 34), (70, 70, 180), (40, 40, 40), (180, 60, 50), (90, 90, 96))):
        b.line(
            [(0.1 + n * 0.17, 0.16), (0.2 + n * 0.1, 0.5), (0.05 + n * 0.2, 0.72), (0.3 + n * 0.1, 0.86)], colour, 0.016
        )
    for x, y in ((0.18, 0.72), (0.5, 0.8)):
        b.box(x, y, 0.34, 0.1, (236, 236, 232), round_=0.02)
        for socket in range(5):
            b.disc(x + 0.05 + socket * 0.06, y + 0.05, 0.018, DARK)
    b.words(0.5, 0.08, label, 0.05)


def emergency_light(b: Board, label: str) -> None:
    b.room(horizon=0.94)
    b.box(0.28, 0.3, 0.44, 0.2, (240, 240, 236), round_=0.02, edge=STEEL)
    lit = not label.startswith("!")
    for x in (0.36, 0.64):
        b.disc(x, 0.24, 0.09, (255, 250, 210) if lit else (120, 120, 118), STEEL, 0.012)
    b.disc(0.42, 0.45, 0.012, GREEN if lit else (90, 40, 40))
    b.disc(0.46, 0.45, 0.012, RED if not lit else (90, 40, 40))
    b.words(0.56, 0.4, label.lstrip("!"), 0.05)


def evacuation_plan(b: Board, label: str) -> None:
    b.shade((220, 222, 224), (204, 206, 210))
    b.box(0.12, 0.1, 0.76, 0.8, PAPER, edge=DARK, edge_width=0.01)
    b.box(0.16, 0.15, 0.68, 0.09, GREEN)
    b.words(0.5, 0.195, label, 0.05, (255, 255, 255), bold=True)
    for x, y, w, h in ((0.18, 0.3, 0.3, 0.22), (0.52, 0.3, 0.3, 0.22), (0.18, 0.6, 0.18, 0.2), (0.4, 0.6, 0.42, 0.2)):
        b.box(x, y, w, h, (236, 240, 236), edge=DARK)
    b.line([(0.3, 0.44), (0.3, 0.56), (0.78, 0.56), (0.78, 0.44)], RED, 0.012)
    b.disc(0.3, 0.44, 0.018, RED)
    b.words(0.36, 0.44, "您在此处", 0.03, RED)


def first_aid(b: Board, label: str) -> None:
    b.room(horizon=0.9)
    b.box(0.25, 0.25, 0.5, 0.45, (244, 244, 242), round_=0.03, edge=STEEL)
    b.box(0.46, 0.34, 0.08, 0.26, GREEN)
    b.box(0.37, 0.43, 0.26, 0.08, GREEN)
    b.words(0.5, 0.64, label, 0.04)


def hydrant(b: Board, label: str) -> None:
    b.room(horizon=0.86)
    b.box(0.28, 0.2, 0.44, 0.6, RED, edge=mix(RED, (0, 0, 0), 0.4), edge_width=0.012)
    b.box(0.33, 0.26, 0.34, 0.36, (210, 226, 232))
    b.words(0.5, 0.44, label, 0.07, RED, bold=True)
    b.disc(0.67, 0.7, 0.022, STEEL)


def panel(b: Board, label: str) -> None:
    b.room(wall=(200, 204, 206), horizon=0.92)
    b.box(0.24, 0.1, 0.52, 0.78, (150, 156, 160), edge=DARK)
    for row in range(4):
        for column in range(6):
            b.box(0.29 + column * 0.07, 0.2 + row * 0.15, 0.05, 0.1, (236, 236, 234), edge=DARK)
            b.box(0.305 + column * 0.07, 0.22 + row * 0.15, 0.02, 0.035, DARK)
    b.words(0.5, 0.145, label, 0.04)


def paper_sheet(b: Board, label: str) -> None:
    """A record on a clip board: title from the label, lines without readable names."""
    b.shade((150, 128, 104), (126, 104, 82))
    b.box(0.16, 0.06, 0.68, 0.88, PAPER, edge=(200, 196, 184))
    b.box(0.4, 0.03, 0.2, 0.06, STEEL, round_=0.01)
    b.words(0.5, 0.14, label, 0.05, bold=True)
    for row in range(13):
        y = 0.22 + row * 0.052
        b.line([(0.2, y), (0.8, y)], (200, 200, 196), 0.003)
        b.line([(0.22, y - 0.014), (0.22 + 0.1 + 0.06 * ((row * 5) % 7) / 2, y - 0.014)], (90, 96, 120), 0.008)
        b.line([(0.7, y - 0.014), (0.76, y - 0.02)], (60, 70, 130), 0.006)


def rest_room(b: Board, label: str) -> None:
    b.room(wall=(226, 214, 196))
    b.box(0.08, 0.5, 0.4, 0.24, (98, 132, 120), round_=0.04)
    b.box(0.08, 0.42, 0.4, 0.14, (112, 148, 134), round_=0.04)
    b.disc(0.7, 0.76, 0.13, WOOD)
    b.box(0.78, 0.26, 0.14, 0.34, (240, 240, 240), edge=STEEL)
    b.words(0.4, 0.24, label, 0.05)


def camera(b: Board, label: str) -> None:
    b.room(horizon=0.96)
    b.disc(0.5, 0.34, 0.16, (240, 240, 240), STEEL)
    b.disc(0.5, 0.37, 0.1, (30, 32, 38))
    b.disc(0.5, 0.37, 0.045, (70, 90, 130))
    b.words(0.5, 0.7, label, 0.05)


def door_reader(b: Board, label: str) -> None:
    b.room(horizon=0.94)
    b.box(0.1, 0.12, 0.42, 0.84, (120, 96, 74), edge=DARK)
    b.disc(0.48, 0.54, 0.018, STEEL)
    b.box(0.62, 0.4, 0.14, 0.24, DARK, round_=0.02)
    b.disc(0.69, 0.46, 0.012, GREEN)
    b.words(0.69, 0.56, label, 0.035, (230, 230, 230))


def drill(b: Board, label: str) -> None:
    """People at an assembly point, seen from afar and without faces."""
    b.shade((160, 196, 226), (214, 230, 238), 0, 0.5)
    b.shade((150, 154, 150), (176, 178, 172), 0.5, 1)
    b.box(0.05, 0.14, 0.5, 0.38, (196, 190, 182))
    for row in range(3):
        for column in range(8):
            b.box(0.08 + column * 0.058, 0.18 + row * 0.1, 0.035, 0.06, (120, 150, 176))
    dice = random.Random(len(label))
    for n in range(34):
        x, y = 0.12 + (n % 12) * 0.065 + dice.random() * 0.02, 0.62 + (n // 12) * 0.1
        b.disc(x, y, 0.014, (90, 76, 66))
        b.box(x - 0.014, y + 0.014, 0.028, 0.06, mix((60, 80, 140), (190, 120, 60), dice.random()))
    b.box(0.72, 0.3, 0.2, 0.13, GREEN)
    b.words(0.82, 0.365, label, 0.045, (255, 255, 255), bold=True)


def headset(b: Board, label: str) -> None:
    b.shade((214, 206, 194), (190, 180, 166))
    b.line([(0.3, 0.55), (0.32, 0.3), (0.5, 0.2), (0.68, 0.3), (0.7, 0.55)], DARK, 0.04)
    for x in (0.28, 0.72):
        b.disc(x, 0.6, 0.11, DARK)
        b.disc(x, 0.6, 0.06, (90, 94, 102))
    b.line([(0.28, 0.68), (0.36, 0.8), (0.5, 0.82)], DARK, 0.014)
    b.words(0.5, 0.93, label, 0.045)


def chair(b: Board, label: str) -> None:
    b.room()
    b.box(0.36, 0.18, 0.28, 0.32, (60, 74, 96), round_=0.04)
    b.box(0.33, 0.5, 0.34, 0.08, (60, 74, 96), round_=0.03)
    b.line([(0.5, 0.58), (0.5, 0.76)], DARK, 0.03)
    for x in (0.34, 0.44, 0.56, 0.66):
        b.line([(0.5, 0.76), (x, 0.84)], DARK, 0.02)
        b.disc(x, 0.85, 0.018, DARK)
    b.words(0.5, 0.94, label, 0.04, (240, 240, 240))


@dataclass(frozen=True)
class Shot:
    """One picture to draw: scene, label, size in pixels as shown, and the EXIF orientation it is stored with."""

    name: str
    scene: Callable[[Board, str], None]
    label: str
    width: int = 1600
    height: int = 1200
    orientation: int = 1


def draw(shot: Shot, *, taken: str, seed: int) -> bytes:
    """The JPEG of a shot, stored turned as its EXIF orientation says, with time, device and a made-up position.

    ``taken`` is local time as ISO 8601; the position lies in the open sea: it is there to be stripped.
    """
    from PIL import Image

    board = Board(shot.width, shot.height)
    shot.scene(board, shot.label)
    picture = board.finish(seed)
    turn = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}.get(
        shot.orientation
    )
    if turn is not None:
        picture = picture.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = shot.orientation
    exif[0x010F], exif[0x0110] = "auditapp", "drawn scene"
    exif[0x0132] = taken[:19].replace("-", ":").replace("T", " ")
    exif.get_ifd(0x8769)[0x9003] = exif[0x0132]
    exif.get_ifd(0x8825).update({1: "N", 2: (20.0, 0.0, 0.0), 3: "E", 4: (150.0, 0.0, 0.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=86, exif=exif)
    return out.getvalue()
