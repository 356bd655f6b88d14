"""One row of the table: the same small network twice, as Skipwire's nodes and as Keras layers."""

import json
from dataclasses import dataclass
from typing import Callable

from keras import layers


@dataclass
class Case:
    name: str
    # Height, width and channels, or one number for a vector that a Flatten in front makes.
    input: list
    batch: int
    # Skipwire's: id, type, params and, where it is not the node before, `from`.
    nodes: list
    # x -> y in Keras layers, named after the nodes that hold their weights.
    network: Callable


def single(type, params, keras_arguments, input=(7, 5, 3), batch=2, before=None):
    """A case of one layer. Its Keras class has the operator's name; `before` is a layer put in front of it."""

    def network(x):
        x = before(x) if before else x
        return getattr(layers, type)(**keras_arguments, name="op")(x)

    settings = ", ".join(f"{key} {json.dumps(value)}" for key, value in params.items())
    size = "x".join(map(str, input))
    return Case(
        name=f"{type} {size}, batch {batch}: {settings or 'defaults'}",
        input=list(input),
        batch=batch,
        nodes=[dict(id="op", type=type, params=params)],
        network=network,
    )
