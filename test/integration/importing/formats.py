"""Saves one Keras model in each of Keras' formats, and files that reach out of themselves; prints what the model answers.

    python formats.py <folder>
"""

import json
import sys
from pathlib import Path

import h5py
import keras
import numpy as np
from keras import layers

folder = Path(sys.argv[1])
keras.utils.set_random_seed(1)
draw = np.random.default_rng(1)


def block(filters):
    return keras.Sequential(
        [layers.Conv2D(filters, 3, padding="same", use_bias=False), layers.BatchNormalization(scale=False), layers.LeakyReLU(0.1)],
        name="inner",
    )


x = inputs = keras.Input((8, 8, 3))
x = layers.Rescaling(1 / 127.5, offset=-1)(x)
x = layers.Conv2D(4, 3, padding="same", activation="swish", name="first conv")(x)
x = layers.Add()([x, block(4)(x)])
x = layers.SeparableConv2D(6, 3, padding="same", depth_multiplier=2)(x)
x = layers.BatchNormalization(center=False)(x)
x = layers.ReLU(max_value=6)(x)
gates = layers.GlobalAveragePooling2D(keepdims=False)(x)
gates = layers.Reshape((1, 1, 6))(gates)
gates = layers.Conv2D(6, 1, activation="sigmoid")(gates)
x = layers.Multiply()([x, gates])
x = layers.Flatten()(x)
x = layers.Dropout(0.2)(x)
outputs = layers.Dense(3, activation="softmax")(x)
model = keras.Model(inputs, outputs)
for variable in model.variables:
    if "seed" in variable.path:
        continue
    value = np.abs(draw.normal(0, 0.4, variable.shape)) + 0.2 if "variance" in variable.path else draw.normal(0, 0.4, variable.shape)
    variable.assign(value)
images = draw.uniform(0, 255, (2, 8, 8, 3)).astype("float32")

model.save(folder / "small.keras")
model.save(folder / "small.h5")
(folder / "small.json").write_text(model.to_json())

# A layer that is trainable in a model that is not: Keras trains it.
base = keras.Sequential([layers.Conv2D(4, 3, use_bias=False, name="conv"), layers.BatchNormalization(name="bn")], name="base")
x = inputs = keras.Input((8, 8, 3))
x = layers.Conv2D(3, 1, name="fixed", trainable=False)(x)
x = layers.BatchNormalization(name="norm")(base(x))
x = layers.GlobalAveragePooling2D()(x)
tuned = keras.Model(inputs, layers.Dense(3, activation="softmax", name="head")(x))
base.trainable = False
base.layers[1].trainable = True
tuned.save(folder / "tuned.keras")
tuned.save(folder / "tuned.h5")
(folder / "tuned.json").write_text(tuned.to_json())

x = inputs = keras.Input((8, 8, 3))
x = layers.Conv2D(4, 3)(x)
x = layers.Reshape((36, 4))(x)
x = layers.MultiHeadAttention(2, 2)(x, x)
x = layers.Flatten()(x)
keras.Model(inputs, layers.Dense(3, name="head")(x)).save(folder / "attention.keras")

# Statistics in the configuration, as EfficientNet with ImageNet's weights has them.
x = inputs = keras.Input((8, 8, 3))
x = layers.Normalization(mean=[100.0, 110.0, 120.0], variance=[900.0, 1000.0, 1100.0], name="known")(x)
x = layers.Rescaling([1.5, 2.0, 0.5], offset=[0.1, 0.2, 0.3], name="scaled")(x)
x = layers.Flatten()(layers.Conv2D(2, 3)(x))
known = keras.Model(inputs, layers.Dense(3, activation="softmax")(x))
known.save(folder / "known.keras")

config = model.to_json()
with h5py.File(folder / "secret.h5", "w") as file:
    file["values"] = np.ones(4, "float32")
(folder / "secret.bin").write_bytes(b"\0" * 16)


def hostile(name, put):
    with h5py.File(folder / f"{name}.h5", "w") as file:
        file.attrs["model_config"] = config
        layer = file.create_group("model_weights/first conv")
        layer.attrs["weight_names"] = ["kernel", "bias"]
        put(layer)


def virtual(layer):
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource(str(folder / "secret.h5"), "values", (4,))
    layer.create_virtual_dataset("kernel", layout)


hostile("virtual", virtual)
hostile("link", lambda layer: layer.__setitem__("kernel", h5py.ExternalLink(str(folder / "secret.h5"), "values")))
hostile("soft", lambda layer: layer.__setitem__("kernel", h5py.SoftLink("/model_weights")))
hostile("storage", lambda layer: layer.create_dataset("kernel", (4,), "f4", external=[(str(folder / "secret.bin"), 0, 16)]))
hostile("huge", lambda layer: layer.create_dataset("kernel", (1 << 33,), "f4"))
hostile("bomb", lambda layer: layer.create_dataset("kernel", (1 << 33,), "f4", chunks=(1 << 20,), compression="gzip"))

print(
    json.dumps(
        {
            "images": images.ravel().tolist(),
            "scores": np.asarray(model(images, training=False)).ravel().tolist(),
            "known": np.asarray(known(images, training=False)).ravel().tolist(),
            "total": model.count_params(),
            "trained": sum(int(np.prod(variable.shape)) for variable in tuned.trainable_variables),
        }
    )
)
