"""Contestant: Python Keras, as the ablation-study tutorial trains: model.fit on a tf.data pipeline.

Speaks the protocol of ../protocol.ts; its one argument is the assignment. `jit_compile` is off, as Keras itself
decides on a CPU: XLA is several times slower there. In bfloat16 it has Keras' policy of mixed precision.
"""

import json
import os
import re
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "reference"))

began = time.perf_counter()
import keras
import numpy as np
import tensorflow as tf
from bench_protocol import safetensors, serve
from networks import study_network

imported = time.perf_counter()


class StepTimer(keras.callbacks.Callback):
    """Time and loss of each step; the loss that Keras logs is the mean since the epoch began."""

    def __init__(self):
        super().__init__()
        self.times = []
        self.losses = []
        self.total = 0.0

    def on_train_batch_begin(self, batch, logs=None):
        self.began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        # Reading the loss waits for the step, as the other contestants do.
        total = float(logs["loss"]) * (batch + 1)
        self.times.append(1000 * (time.perf_counter() - self.began))
        self.losses.append(total - self.total)
        self.total = total


def dataset(job):
    """Decoded and batched ahead by tf.data; not shuffled, which spares Keras that work."""
    count, batch, side = job["count"], job["batch"], job["side"]
    images = np.fromfile(job["imagesFile"], np.uint8).reshape(count, side, side, 3)
    labels = np.fromfile(job["labelsFile"], np.int32)
    data = tf.data.Dataset.from_tensor_slices((images, labels)).batch(batch)
    data = data.map(lambda x, y: (tf.cast(x, tf.float32) / 255.0, y), num_parallel_calls=tf.data.AUTOTUNE)
    return data.repeat().prefetch(2)


def set_weights(model, path):
    values = {name: np.frombuffer(data, np.float32).reshape(shape) for name, shape, data in safetensors(path)}
    for layer in model.layers:
        for variable in layer.weights:
            variable.assign(values[f"{layer.name}/{variable.name}"])


def main():
    job = json.loads(sys.argv[1])
    family, depth = re.fullmatch(r"(resnet|plain)(\d+)", job["arm"]).groups()
    times, last = {"import Keras and TensorFlow": 1000 * (imported - began)}, time.perf_counter()

    def lap(name):
        nonlocal last
        times[name], last = 1000 * (time.perf_counter() - last), time.perf_counter()

    side = job["side"]
    if job["precision"] == "bfloat16":
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    model = study_network(int(depth), family == "resnet", (side, side, 3), job["classes"])
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=job["learningRate"], clipnorm=job["clipnorm"]),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
        jit_compile=False,
    )
    lap("build and compile")
    data = dataset(job)

    def fit(steps):
        timer = StepTimer()
        model.fit(data, epochs=1, steps_per_epoch=steps, verbose=0, callbacks=[timer])
        return timer

    def losses(count):
        set_weights(model, job["weightsFile"])
        return fit(count).losses

    def steps(count):
        timer = fit(count)
        return timer.times, timer.losses[-1]

    fit(1)
    lap("first step")
    devices = "gpu" if tf.config.list_physical_devices("GPU") else "cpu"
    python = sys.version.split()[0]
    versions = f"Keras {keras.__version__}, TensorFlow {tf.__version__} ({devices}), Python {python}"
    serve({"versions": versions, "times": times, "parameters": model.count_params()}, losses, steps)


main()
