"""Operators that move values, and those that do nothing outside of training or at rate 0."""

from keras import layers

from .case import Case, single


def reshape(target, input=(6, 4, 2), batch=2):
    return single("Reshape", dict(targetShape=target), dict(target_shape=target), input, batch)


def padded(filters, strides, input, batch):
    """Option A in array code: every strides-th row and column, then channels of zeros."""
    from keras import ops

    def network(x):
        sampled = x[:, :: strides[0], :: strides[1], :]
        return ops.pad(sampled, [[0, 0], [0, 0], [0, 0], [0, filters - input[2]]])

    return Case(
        name=f"ZeroPaddedShortcut {'x'.join(map(str, input))} to {filters}, strides {strides}, batch {batch}",
        input=list(input),
        batch=batch,
        nodes=[dict(id="op", type="ZeroPaddedShortcut", params=dict(filters=filters, strides=strides))],
        network=network,
    )


CASES = [
    reshape([48]),
    reshape([-1]),
    reshape([2, -1, 3]),
    reshape([4, 2, 3, 2], batch=1),
    reshape([-1], input=(1, 1, 1), batch=1),
    single("Flatten", {}, {}),
    single("Flatten", {}, {}, (1, 1, 1), 1),
    padded(7, [2, 2], (7, 5, 3), 2),
    padded(4, [1, 2], (5, 5, 1), 1),
    padded(3, [1, 1], (1, 1, 3), 1),
    single("Dropout", dict(rate=0), dict(rate=0)),
    single("SpatialDropout2D", dict(rate=0), dict(rate=0)),
    Case(
        name="StochasticDepth with survival rate 1",
        input=[7, 5, 3],
        batch=2,
        nodes=[dict(id="op", type="StochasticDepth", params=dict(survivalRate=1))],
        network=lambda x: layers.Dropout(0, noise_shape=(None, 1, 1, 1), name="op")(x),
    ),
]
