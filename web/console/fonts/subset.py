"""Makes the console's font: Latin, weights 400 to 650, and a zero without its slash, which figures of money and time read better by.

    python subset.py ../../node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/\
        atkinson-hyperlegible-next-latin-wght-normal.woff2 atkinson-hyperlegible-next.woff2

Needs fonttools 4 and brotli. The result is kept beside this file, under the same licence (OFL.txt), which allows changes.
"""

import sys
from array import array

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from fontTools.varLib.iup import iup_delta

CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(ord(character) for character in "ŒœŸŠšŽž‐‑–—‘’‚“”„•…‹›€™−"),
]


def masters(font, name):
    """A glyph's outline at weight 400 and at 650 with its phantom points, its contours' ends, and its variation."""
    ends = list(font["glyf"][name].endPtsOfContours)
    regular = [tuple(point) for point in font["glyf"]._getCoordinatesAndControls(name, font["hmtx"].metrics)[0]]
    (variation,) = font["gvar"].variations[name]
    deltas = list(variation.coordinates)
    if None in deltas:
        deltas = iup_delta(deltas, regular, ends)
    bold = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(regular, deltas)]
    return regular, bold, ends, variation


def bounds(points):
    xs, ys = zip(*points)
    return min(xs), min(ys), max(xs), max(ys)


def fitted(points, box):
    """The points stretched into a box."""
    x0, y0, x1, y1 = bounds(points)
    left, bottom, right, top = box
    return [
        (left + (x - x0) * (right - left) / (x1 - x0), bottom + (y - y0) * (top - bottom) / (y1 - y0)) for x, y in points
    ]


def open_zero(font):
    """The zero's outer line stays; where the slash cuts its inside in two, the inside of the O comes, fitted."""
    zero, letter = font["glyf"]["zero"], font["glyf"]["O"]
    regular, bold, ends, variation = masters(font, "zero")
    o_regular, o_bold, o_ends, _ = masters(font, "O")
    outer, inside = ends[0] + 1, slice(o_ends[0] + 1, o_ends[1] + 1)
    drawn = []
    for own, other in ((regular, o_regular), (bold, o_bold)):
        cut = own[outer : ends[-1] + 1]
        points = [*own[:outer], *fitted(other[inside], bounds(cut)), *own[ends[-1] + 1 :]]
        drawn.append([(round(x), round(y)) for x, y in points])
    light, heavy = drawn
    zero.flags = array("B", [*zero.flags[:outer], *letter.flags[inside]])
    zero.coordinates = type(zero.coordinates)(light[:-4])
    zero.endPtsOfContours = [ends[0], len(light) - 5]
    zero.numberOfContours = 2
    zero.recalcBounds(font["glyf"])
    variation.coordinates = [(X - x, Y - y) for (x, y), (X, Y) in zip(light, heavy)]


def main(source, target):
    font = TTFont(source)
    font = instancer.instantiateVariableFont(font, {"wght": (400, 650)})
    for name in font.getGlyphOrder():
        font["gvar"].variations.setdefault(name, [])
    open_zero(font)
    options = subset.Options()
    options.layout_features = ["kern", "tnum", "mark", "ccmp"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


main(*sys.argv[1:])
