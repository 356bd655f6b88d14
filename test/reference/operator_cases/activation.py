"""Activations: each as a layer, from -8 to 8, and inside of a Dense."""

from keras import layers

from .case import Case

# Skipwire's name, and what Keras calls it.
NAMES = {name: name for name in ["relu", "relu6", "elu", "selu", "gelu", "silu", "sigmoid", "tanh", "softplus",
                                 "softmax", "linear", "leaky_relu"]} | {"hard_swish": "hard_silu"}
REACH = 8.0


def wide(x):
    """Eight times the input, by a layer that both have: so far out every function has left its bends behind."""
    return layers.Add(name="wide")([x] * int(REACH))


def activation(function, input=(7, 5, 2), batch=2, **params):
    def network(x):
        if params:
            return layers.LeakyReLU(params["negativeSlope"], name="op")(wide(x))
        return layers.Activation(NAMES[function], name="op")(wide(x))

    return Case(
        name=f"Activation {'x'.join(map(str, input))}, batch {batch}: {function} {params or ''}".strip(),
        input=list(input),
        batch=batch,
        nodes=[dict(id="wide", type="Add", params={}, **{"from": ["input"] * int(REACH)}),
               dict(id="op", type="Activation", params=dict(function=function, **params))],
        network=network,
    )


def dense(function):
    def network(x):
        return layers.Dense(4, activation=NAMES[function], name="op")(layers.Flatten(name="flat")(x))

    return Case(
        name=f"Dense with {function}",
        input=[1, 2, 3],
        batch=3,
        nodes=[dict(id="flat", type="Flatten", params={}),
               dict(id="op", type="Dense", params=dict(units=4, activation=function))],
        network=network,
    )


CASES = [
    *[activation(name) for name in NAMES],
    activation("leaky_relu", negativeSlope=0.3),
    activation("leaky_relu", input=(1, 1, 3), batch=1, negativeSlope=0.0),
    activation("gelu", input=(1, 1, 1), batch=1),
    activation("softmax", input=(1, 1, 1), batch=1),
    *[dense(name) for name in NAMES],
]
