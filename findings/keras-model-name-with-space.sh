#!/usr/bin/env bash
# Keras 3.15.1 on TensorFlow 2.21.0: a model whose name has a space in it can be built, saved, loaded and called, but
# `predict` and `evaluate` of the loaded model raise:
#
#   ValueError: 'My first network' is not a valid root scope name. A root scope name has to match the following
#   pattern: ^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$
#
# They open a name scope of the model's name at the root of a new graph. The constructor only refuses a slash. Seen with
# Keras 3.15.1 and tensorflow-cpu 2.21.0 on Linux x86_64, Python 3.11.
#
# Exits with 0 while that is so, with another code once it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check keras==3.15.1 tensorflow-cpu==2.21.0
export TF_CPP_MIN_LOG_LEVEL=3
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import os
import sys

import keras
import numpy as np

inputs = keras.Input((3,))
outputs = keras.layers.Dense(2, activation="softmax")(inputs)
model = keras.Model(inputs, outputs, name="My first network")
path = os.path.join(sys.argv[1], "model.keras")
model.save(path)
images, labels = np.zeros((4, 3), "float32"), np.zeros(4, "int32")


def load():
    loaded = keras.saving.load_model(path)
    loaded.compile("sgd", "sparse_categorical_crossentropy")
    return loaded


load()(images)
print("call: works")
for what, use in {
    "predict": lambda model: model.predict(images, verbose=0),
    "evaluate": lambda model: model.evaluate(images, labels, verbose=0),
}.items():
    keras.backend.clear_session()
    try:
        use(load())
    except ValueError as error:
        assert "is not a valid root scope name" in str(error)
        print(f"{what}: {str(error).splitlines()[0]}")
    else:
        sys.exit(f"{what} works: a name with a space is fine now")
PYTHON
