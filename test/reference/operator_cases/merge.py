"""Merges of two and more inputs, of equal values as well, and what squeeze-and-excitation is made of."""

from keras import layers, ops

from .case import Case


def node(id, type, *sources, **params):
    return dict(id=id, type=type, params=params, **({"from": list(sources)} if sources else {}))


def merge(type, inputs, batch=2, input=(7, 5, 3)):
    """The inputs: the image itself, its tanh, its sigmoid, its relu (equal to the image where that is positive)."""
    functions = {"tanh": "tanh", "sigmoid": "sigmoid", "relu": "relu"}

    def network(x):
        made = {"input": x} | {name: layers.Activation(f, name=name)(x) for name, f in functions.items()}
        return getattr(layers, type)(name="op")([made[name] for name in inputs])

    used = [name for name in functions if name in inputs]
    return Case(
        name=f"{type} of {', '.join(inputs)}, {'x'.join(map(str, input))}, batch {batch}",
        input=list(input),
        batch=batch,
        nodes=[*[node(name, "Activation", "input", function=functions[name]) for name in used],
               node("op", type, *inputs)],
        network=network,
    )


def concatenate(batch, input, filters):
    def network(x):
        return layers.Concatenate(name="op")([x, layers.Conv2D(filters, 1, name="conv")(x), x])

    return Case(
        name=f"Concatenate {'x'.join(map(str, input))} and {filters} channels, batch {batch}",
        input=list(input),
        batch=batch,
        nodes=[node("conv", "Conv2D", "input", filters=filters, kernelSize=[1, 1]),
               node("op", "Concatenate", "input", "conv", "input")],
        network=network,
    )


def excitation(batch, input, flat):
    """Squeeze-and-excitation; the gates as a vector or, from a convolution over the whole image, as 1x1xC."""
    height, width, channels = input

    def network(x):
        if flat:
            pooled = layers.GlobalAveragePooling2D(name="squeeze")(x)
            gates = layers.Dense(channels, activation="sigmoid", name="gates")(pooled)
            gates = ops.reshape(gates, (-1, 1, 1, channels))
        else:
            gates = layers.Conv2D(channels, (height, width), name="gates")(x)
        return layers.Multiply(name="op")([x, gates])

    squeeze = (
        [node("squeeze", "GlobalAveragePooling2D", "input"),
         node("gates", "Dense", "squeeze", units=channels, activation="sigmoid")]
        if flat
        else [node("gates", "Conv2D", "input", filters=channels, kernelSize=[height, width])]
    )
    return Case(
        name=f"ChannelScale {'x'.join(map(str, input))}, gates {'a vector' if flat else '1x1xC'}, batch {batch}",
        input=list(input),
        batch=batch,
        nodes=[*squeeze, node("op", "ChannelScale", "input", "gates")],
        network=network,
    )


CASES = [
    merge("Add", ["input", "tanh", "input", "sigmoid"]),
    merge("Subtract", ["input", "sigmoid"]),
    merge("Subtract", ["sigmoid", "input"], batch=1, input=(1, 1, 1)),
    merge("Multiply", ["input", "sigmoid"]),
    merge("Multiply", ["input", "tanh", "sigmoid", "input"]),
    merge("Multiply", ["tanh", "sigmoid"], batch=1, input=(1, 1, 1)),
    merge("Average", ["input", "sigmoid"]),
    merge("Average", ["input", "tanh", "sigmoid"], batch=1, input=(7, 5, 1)),
    merge("Maximum", ["tanh", "sigmoid"]),
    merge("Maximum", ["sigmoid", "tanh", "input"], batch=1, input=(7, 5, 1)),
    # Equal values: where the image is positive, it is its own relu. (Which of the two takes the gradient cannot
    # be told from outside: test/integration/compiler/ties.test.ts looks inside.)
    merge("Maximum", ["relu", "input"]),
    merge("Maximum", ["input", "relu", "tanh"]),
    merge("Maximum", ["input", "input"], batch=1, input=(1, 1, 1)),
    concatenate(2, (7, 5, 3), 4),
    concatenate(1, (1, 1, 1), 1),
    excitation(2, (7, 5, 3), flat=True),
    excitation(1, (1, 1, 1), flat=True),
    excitation(2, (3, 5, 2), flat=False),
]
