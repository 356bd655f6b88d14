"""What Keras, called eagerly, makes of each exported trial: `model(x)`, as `predict` goes through TensorFlow's rewrites.

Usage: keras_eager.py <root> [--predict]. Each folder of <root> holds model.keras, saved/, images.u8 and trial.json
(labels, rate); results are written beside them, as float32 files and results.json. With --predict, `predict` too.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

# A change in the input that float32 hardly sees: what it does to a result is how far two right results may differ.
NUDGE = 1e-6


def compute(folder, with_predict):
    trial = json.loads((folder / "trial.json").read_text())
    model = keras.saving.load_model(folder / "model.keras")
    shape = (-1, *model.input_shape[1:])
    x = (np.fromfile(folder / "images.u8", "uint8").astype("float32") / 255).reshape(shape)
    y = np.array(trial["labels"])
    nudged = x * (1 + NUDGE * np.random.default_rng(0).uniform(-1, 1, x.shape)).astype("float32")
    serving = tf.saved_model.load(folder / "saved").signatures["serving_default"]
    arrays = {
        "predictions": model(x, training=False).numpy(),
        "predictions.nudged": model(nudged, training=False).numpy(),
        "saved": next(iter(serving(tf.constant(x)).values())).numpy(),
    }
    if with_predict:
        arrays["keras_predict"] = model.predict(x, verbose=0)
    loss = keras.losses.SparseCategoricalCrossentropy()
    numbers = {"evaluation": float(loss(y, model(x, training=False))) * len(x)}
    for layer in model.layers:
        if hasattr(layer, "rate"):
            layer.rate = 0.0
    before = [variable.numpy() for variable in model.variables]
    for name, images in (("trained.nudged", nudged), ("trained", x)):
        for variable, value in zip(model.variables, before):
            variable.assign(value)
        with tf.GradientTape() as tape:
            total = loss(y, model(images, training=True))
        trained = [variable.value for variable in model.trainable_variables]
        for variable, gradient in zip(model.trainable_variables, tape.gradient(total, trained)):
            if gradient is not None:
                variable.assign_sub(trial["rate"] * gradient)
        for layer in model.layers:
            for variable in layer.weights:
                arrays[f"{name}/{layer.name}/{variable.name}"] = variable.numpy()
        numbers["loss" if name == "trained" else "loss.nudged"] = float(total)
    with open(folder / "results.f32", "wb") as file:
        sizes = {}
        for name, array in arrays.items():
            sizes[name] = array.size
            file.write(np.ascontiguousarray(array, "float32").tobytes())
    (folder / "results.json").write_text(json.dumps({"numbers": numbers, "sizes": sizes}))


for folder in sorted(Path(sys.argv[1]).iterdir()):
    try:
        compute(folder, "--predict" in sys.argv)
    except Exception as error:
        (folder / "results.json").write_text(json.dumps({"error": f"{type(error).__name__}: {error}"[:2000]}))
    keras.backend.clear_session()
