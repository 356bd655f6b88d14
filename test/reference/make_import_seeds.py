"""One tiny Keras network in the formats of Keras, as seeds for `npm run fuzz-imports`.

    python test/reference/make_import_seeds.py
"""

import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
from keras import layers

folder = pathlib.Path(__file__).parent / "fixtures" / "import-seeds"
folder.mkdir(parents=True, exist_ok=True)
keras.utils.set_random_seed(1)
images = keras.Input((8, 8, 3), name="images")
x = layers.Conv2D(4, 3, padding="same", use_bias=False, name="conv")(images)
x = layers.BatchNormalization(name="bn")(x)
y = layers.ReLU(name="relu")(x)
y = layers.DepthwiseConv2D(3, padding="same", name="depthwise")(y)
x = layers.Add(name="add")([x, y])
x = layers.GlobalAveragePooling2D(name="pool")(x)
model = keras.Model(images, layers.Dense(3, activation="softmax", name="head")(x), name="tiny")
model.save(folder / "tiny.keras")
model.save(folder / "tiny.h5")
(folder / "tiny.json").write_text(model.to_json())
