"""Padding, cropping and enlarging."""

from .case import single

ODD, DOT, LINE = (7, 5, 3), (1, 1, 3), (7, 5, 1)


def margins(type, name, sides, input=ODD, batch=2):
    top, bottom, left, right = sides
    return single(type, {name: sides}, {name: ((top, bottom), (left, right))}, input, batch)


def enlarge(input=ODD, batch=2, **params):
    return single("UpSampling2D", params, dict(params), input, batch)


CASES = [
    margins("ZeroPadding2D", "padding", [1, 0, 2, 3]),
    margins("ZeroPadding2D", "padding", [1, 1, 1, 1], input=DOT, batch=1),
    margins("ZeroPadding2D", "padding", [0, 0, 0, 0], input=LINE),
    margins("Cropping2D", "cropping", [1, 0, 2, 1]),
    margins("Cropping2D", "cropping", [3, 3, 2, 2], batch=1),
    margins("Cropping2D", "cropping", [0, 2, 0, 0], input=LINE),
    enlarge(),
    enlarge(size=[3, 2], interpolation="nearest", batch=1),
    enlarge(size=[2, 2], interpolation="bilinear"),
    enlarge(size=[1, 3], interpolation="bilinear", batch=1),
    enlarge(size=[2, 2], interpolation="bilinear", input=DOT, batch=1),
    enlarge(size=[3, 2], interpolation="bilinear", input=LINE),
    enlarge(size=[2, 3], interpolation="nearest", input=LINE),
]
