"""Normalisations: over the batch, over the channels, over groups of channels."""

from .case import single

ODD, DOT, LINE = (7, 5, 6), (1, 1, 6), (7, 5, 1)


def norm(type, input=ODD, batch=2, **params):
    return single(type, params, dict(params), input, batch)


CASES = [
    norm("Normalization"),
    norm("Normalization", input=DOT, batch=1),
    norm("Rescaling", scale=0.25, offset=-1.5),
    norm("Rescaling", scale=2.0, offset=0.0, batch=1),
    norm("BatchNormalization"),
    norm("BatchNormalization", epsilon=1e-5, momentum=0.9, batch=1),
    norm("LayerNormalization"),
    norm("LayerNormalization", epsilon=1e-6, batch=1),
    norm("LayerNormalization", input=DOT, batch=1),
    norm("LayerNormalization", input=LINE),
    norm("GroupNormalization", groups=3),
    norm("GroupNormalization", groups=2, epsilon=1e-5, batch=1),
    norm("GroupNormalization", groups=1),
    norm("GroupNormalization", groups=6),
    norm("GroupNormalization", groups=3, input=DOT, batch=1),
    norm("GroupNormalization", groups=1, input=LINE, batch=1),
]
