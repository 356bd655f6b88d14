"""The ablation study's networks in Keras 3, written from the tutorial's description alone.

Nothing here is derived from Skipwire's code; layer names follow its public naming scheme so that
weights can be matched.

Details (style "study"): biases on all convolutions, BatchNormalization as Keras defaults it (epsilon
1e-3, momentum 0.99), stem 7x7/2 and 3x3/2 max pool with "same" padding, the stride on the first
convolution of a block. Basic blocks project the shortcut with a 3x3 convolution when they are strided;
bottlenecks project with a 1x1 convolution in the first block of every stage. Plain networks are the same
without shortcuts. The CIFAR family (20 to 110 layers) has a 3x3 stem with stride 1, no pool, and three stages from
16 filters.
"""

import keras
from keras import layers

DEPTHS = {
    18: ("basic", (2, 2, 2, 2)),
    34: ("basic", (3, 4, 6, 3)),
    50: ("bottleneck", (3, 4, 6, 3)),
}
CIFAR_DEPTHS = {depth: ("basic", ((depth - 2) // 6,) * 3) for depth in (20, 32, 44, 56, 110)}


def conv_bn(x, filters, size, strides, conv_name, bn_name):
    x = layers.Conv2D(filters, size, strides=strides, padding="same", name=conv_name)(x)
    return layers.BatchNormalization(name=bn_name)(x)


def main_path(x, kind, filters, strides, name):
    """The convolutions of a block; the last one is not activated here."""
    if kind == "basic":
        steps = [(filters, 3, strides), (filters, 3, 1)]
    else:
        steps = [(filters, 1, strides), (filters, 3, 1), (4 * filters, 1, 1)]
    for number, (width, size, stride) in enumerate(steps, start=1):
        x = conv_bn(x, width, size, stride, f"{name}.conv{number}", f"{name}.bn{number}")
        if number < len(steps):
            x = layers.Activation("relu", name=f"{name}.relu{number}")(x)
    return x


def block(x, kind, filters, strides, first_of_stage, residual, name):
    y = main_path(x, kind, filters, strides, name)
    if residual:
        projected = strides > 1 if kind == "basic" else first_of_stage
        shortcut = x
        if projected:
            size, width = (3, filters) if kind == "basic" else (1, 4 * filters)
            shortcut = conv_bn(x, width, size, strides, f"{name}.shortcut.conv", f"{name}.shortcut.bn")
        y = layers.Add(name=f"{name}.add")([y, shortcut])
    return layers.Activation("relu", name=f"{name}.relu")(y)


def study_network(depth, residual, input_shape=(32, 32, 3), classes=10, base=None):
    small = depth in CIFAR_DEPTHS
    kind, blocks = CIFAR_DEPTHS[depth] if small else DEPTHS[depth]
    base = base or (16 if small else 64)
    size, strides = (3, 1) if small else (7, 2)
    inputs = layers.Input(input_shape, name="input")
    x = conv_bn(inputs, base, size, strides, "stem.conv", "stem.bn")
    x = layers.Activation("relu", name="stem.relu")(x)
    if not small:
        x = layers.MaxPooling2D(3, strides=2, padding="same", name="stem.pool")(x)
    for stage, count in enumerate(blocks, start=1):
        for number in range(1, count + 1):
            strides = 2 if stage > 1 and number == 1 else 1
            filters = base * 2 ** (stage - 1)
            x = block(x, kind, filters, strides, number == 1, residual, f"stage{stage}.block{number}")
    x = layers.GlobalAveragePooling2D(name="head.pool")(x)
    # Keras' guide to mixed precision keeps the softmax in float32.
    outputs = layers.Dense(classes, activation="softmax", dtype="float32", name="head.dense")(x)
    prefix = "resnet" if residual else "plain"
    return keras.Model(inputs, outputs, name=f"{prefix}{depth}")


def cifar_network(depth, input_shape=(32, 32, 3), classes=10, base=64):
    """The ResNet of kuangliu/pytorch-cifar: torchvision's blocks behind a 3x3 stem with stride 1 and no pool.

    No biases on convolutions, BatchNormalization with epsilon 1e-5 and momentum 0.9 (PyTorch's 0.1), the stride of a
    bottleneck on its 3x3 convolution, 1x1 projections. PyTorch pads with the same number of zeros on all sides.
    """
    kind, blocks = DEPTHS[depth]

    def conv(x, filters, size, strides, name, index=""):
        if strides > 1 and size > 1:
            x = layers.ZeroPadding2D((size - 1) // 2, name=f"{name}.pad{index}")(x)
        padding = "valid" if strides > 1 else "same"
        x = layers.Conv2D(filters, size, strides, padding, use_bias=False, name=f"{name}.conv{index}")(x)
        return layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=f"{name}.bn{index}")(x)

    def residual_block(x, filters, strides, name):
        if kind == "basic":
            steps, width = [(filters, 3, strides), (filters, 3, 1)], filters
        else:
            steps, width = [(filters, 1, 1), (filters, 3, strides), (4 * filters, 1, 1)], 4 * filters
        y = x
        for number, (channels, size, stride) in enumerate(steps, start=1):
            y = conv(y, channels, size, stride, name, number)
            if number < len(steps):
                y = layers.Activation("relu", name=f"{name}.relu{number}")(y)
        if strides > 1 or x.shape[-1] != width:
            x = conv(x, width, 1, strides, f"{name}.shortcut")
        y = layers.Add(name=f"{name}.add")([y, x])
        return layers.Activation("relu", name=f"{name}.relu")(y)

    inputs = layers.Input(input_shape, name="input")
    x = layers.Activation("relu", name="stem.relu")(conv(inputs, base, 3, 1, "stem"))
    for stage, count in enumerate(blocks, start=1):
        for number in range(1, count + 1):
            strides = 2 if stage > 1 and number == 1 else 1
            x = residual_block(x, base * 2 ** (stage - 1), strides, f"stage{stage}.block{number}")
    x = layers.GlobalAveragePooling2D(name="head.pool")(x)
    outputs = layers.Dense(classes, activation="softmax", name="head.dense")(x)
    return keras.Model(inputs, outputs, name=f"resnet{depth}-cifar")


def mixed_network(head):
    """Layers that the study does not use, odd sizes, and a head (an activation) that is no softmax."""
    inputs = layers.Input((9, 7, 3), name="input")
    x = layers.ZeroPadding2D(((1, 0), (2, 1)), name="pad")(inputs)
    x = layers.Conv2D(6, (3, 2), strides=(2, 2), padding="valid", use_bias=False, name="conv1")(x)
    x = layers.Activation("tanh", name="tanh")(x)
    x = layers.BatchNormalization(momentum=0.8, epsilon=1e-5, name="bn1")(x)
    left = layers.Conv2D(5, (2, 2), padding="same", name="conv2")(x)
    right = layers.Conv2D(5, (1, 1), padding="same", name="conv3")(x)
    x = layers.Add(name="add")([left, right, left])
    x = layers.Activation("sigmoid", name="sigmoid")(x)
    x = layers.MaxPooling2D((2, 2), strides=(1, 1), padding="valid", name="pool")(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(12, name="hidden")(x)
    x = layers.BatchNormalization(name="bn2")(x)
    x = layers.Activation("relu", name="relu")(x)
    outputs = layers.Dense(4, activation=head, name="head")(x)
    return keras.Model(inputs, outputs, name="mixed")
