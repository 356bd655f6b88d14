"""Pooling: windows that hang over the edge, and whole images."""

from .case import single

ODD, EVEN, DOT, LINE = (7, 5, 3), (8, 6, 3), (1, 1, 3), (7, 5, 1)


def pool(type, input=ODD, batch=2, **params):
    arguments = dict(
        pool_size=params.setdefault("poolSize", [2, 2]),
        strides=params.setdefault("strides", [2, 2]),
        padding=params.setdefault("padding", "valid"),
    )
    return single(type, params, arguments, input, batch)


CASES = [
    case
    for type in ("MaxPooling2D", "AveragePooling2D")
    for case in (
        pool(type),
        pool(type, padding="same"),
        pool(type, poolSize=[3, 3], padding="same"),
        pool(type, poolSize=[3, 2], strides=[1, 1], padding="same", input=EVEN, batch=1),
        pool(type, poolSize=[3, 3], strides=[1, 2], padding="valid", input=EVEN),
        pool(type, poolSize=[3, 3], padding="same", input=DOT, batch=1),
        pool(type, poolSize=[3, 3], strides=[3, 3], padding="same", input=LINE),
    )
] + [
    single(type, {}, {}, input, batch)
    for type in ("GlobalMaxPooling2D", "GlobalAveragePooling2D")
    for input, batch in ((ODD, 2), (DOT, 1), (LINE, 1))
]
