"""Convolutions: sizes, strides, dilations, groups and paddings, odd ones and ones."""

from keras import layers

from .case import single

ODD, EVEN, DOT, LINE = (7, 5, 4), (8, 6, 4), (1, 1, 4), (7, 5, 1)


def conv(input=ODD, batch=2, **params):
    filters, kernel = params.setdefault("filters", 6), params.setdefault("kernelSize", [3, 2])
    arguments = dict(
        filters=filters,
        kernel_size=kernel,
        strides=params.get("strides", [1, 1]),
        padding=params.get("padding", "valid"),
        dilation_rate=params.get("dilation", [1, 1]),
        groups=params.get("groups", 1),
        use_bias=params.get("useBias", True),
    )
    before = None
    if arguments["padding"] == "explicit":
        top, bottom, left, right = params["explicitPadding"]
        arguments["padding"] = "valid"
        before = layers.ZeroPadding2D(((top, bottom), (left, right)))
    return single("Conv2D", params, arguments, input, batch, before=before)


def depthwise(input=ODD, batch=2, **params):
    arguments = dict(
        kernel_size=params.setdefault("kernelSize", [3, 2]),
        depth_multiplier=params.get("depthMultiplier", 1),
        strides=params.get("strides", [1, 1]),
        padding=params.get("padding", "valid"),
        dilation_rate=params.get("dilation", [1, 1]),
        use_bias=params.get("useBias", True),
    )
    return single("DepthwiseConv2D", params, arguments, input, batch)


def separable(input=ODD, batch=2, **params):
    arguments = dict(
        filters=params.setdefault("filters", 5),
        kernel_size=params.setdefault("kernelSize", [3, 2]),
        depth_multiplier=params.get("depthMultiplier", 1),
        strides=params.get("strides", [1, 1]),
        padding=params.get("padding", "valid"),
        dilation_rate=params.get("dilation", [1, 1]),
        use_bias=params.get("useBias", True),
    )
    return single("SeparableConv2D", params, arguments, input, batch)


def transpose(input=ODD, batch=2, **params):
    arguments = dict(
        filters=params.setdefault("filters", 5),
        kernel_size=params.setdefault("kernelSize", [3, 2]),
        strides=params.get("strides", [1, 1]),
        padding=params.get("padding", "valid"),
        use_bias=params.get("useBias", True),
    )
    return single("Conv2DTranspose", params, arguments, input, batch)


CASES = [
    conv(),
    conv(padding="same", strides=[2, 2]),
    conv(padding="same", strides=[3, 2], input=EVEN, batch=1, useBias=False),
    conv(padding="same", kernelSize=[3, 3], input=DOT, batch=1),
    conv(padding="same", kernelSize=[3, 3], input=LINE),
    conv(padding="explicit", explicitPadding=[1, 2, 0, 3], strides=[2, 1]),
    conv(padding="explicit", explicitPadding=[1, 1, 1, 1], kernelSize=[3, 3], input=DOT, batch=1),
    conv(padding="same", dilation=[2, 2]),
    conv(padding="same", dilation=[3, 2], kernelSize=[3, 3], input=EVEN, batch=1),
    conv(padding="same", dilation=[2, 2], kernelSize=[3, 3], input=DOT, batch=1),
    conv(padding="valid", dilation=[2, 3]),
    conv(padding="explicit", explicitPadding=[2, 2, 2, 1], dilation=[2, 1], kernelSize=[3, 3]),
    conv(groups=2),
    conv(groups=4, filters=8, padding="same", strides=[2, 2], batch=1),
    conv(groups=2, padding="same", dilation=[2, 2], input=EVEN),
    conv(groups=2, padding="explicit", explicitPadding=[0, 1, 2, 0], kernelSize=[2, 2]),
    depthwise(),
    depthwise(padding="same", strides=[2, 2], depthMultiplier=2),
    depthwise(padding="same", strides=[2, 2], input=EVEN, useBias=False, batch=1),
    depthwise(padding="same", dilation=[2, 2]),
    depthwise(padding="valid", dilation=[2, 3], depthMultiplier=3, batch=1),
    depthwise(padding="same", kernelSize=[3, 3], input=DOT, batch=1),
    depthwise(padding="same", kernelSize=[3, 3], input=LINE, depthMultiplier=2),
    separable(),
    separable(padding="same", strides=[2, 2], depthMultiplier=2, batch=1),
    separable(padding="same", dilation=[2, 2], input=EVEN),
    separable(padding="same", input=DOT, useBias=False, batch=1),
    separable(padding="same", input=LINE),
    transpose(),
    transpose(padding="same"),
    transpose(padding="same", strides=[2, 2], kernelSize=[3, 3]),
    transpose(padding="valid", strides=[2, 2], kernelSize=[3, 3], batch=1),
    transpose(padding="same", strides=[3, 2], kernelSize=[2, 2], input=EVEN),
    transpose(padding="valid", strides=[3, 2], kernelSize=[2, 1], useBias=False),
    transpose(padding="same", strides=[2, 3], kernelSize=[4, 3], input=DOT, batch=1),
    transpose(padding="valid", strides=[2, 2], kernelSize=[3, 3], input=LINE),
]
