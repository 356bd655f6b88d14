"""Contestant: Python Keras, as the ablation-study tutorial trains: model.fit on a tf.data pipeline.

Speaks the protocol of protocol.ts; its one argument is the assignment.
"""

import json
import os
import re
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reference"))

import keras
import numpy as np
import tensorflow as tf
from networks import study_network


class StepTimer(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.times = []
        self.loss = float("nan")

    def on_train_batch_begin(self, batch, logs=None):
        self.began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        # Reading the loss waits for the step, as the other contestants do.
        self.loss = float(logs["loss"])
        self.times.append(1000 * (time.perf_counter() - self.began))


def answer(value):
    print(json.dumps(value), flush=True)


def dataset(job):
    count, batch = job["count"], job["batch"]
    images = np.fromfile(job["imagesFile"], np.uint8, count * 3072).reshape(count, 32, 32, 3)
    labels = np.fromfile(job["labelsFile"], np.int32, count)
    data = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(count, seed=1).batch(batch)
    data = data.map(lambda x, y: (tf.cast(x, tf.float32) / 255.0, y), num_parallel_calls=tf.data.AUTOTUNE)
    return data.repeat().prefetch(2)


def main():
    job = json.loads(sys.argv[1])
    family, depth = re.fullmatch(r"(resnet|plain)(\d+)", job["arm"]).groups()
    times, last = {}, time.perf_counter()

    def lap(name):
        nonlocal last
        times[name], last = 1000 * (time.perf_counter() - last), time.perf_counter()

    model = study_network(int(depth), residual=family == "resnet")
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.01, clipnorm=1.0),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    lap("build and compile")
    data = dataset(job)
    model.fit(data, epochs=1, steps_per_epoch=1, verbose=0)
    lap("first step")
    devices = "gpu" if tf.config.list_physical_devices("GPU") else "cpu"
    answer(
        {
            "type": "ready",
            "versions": f"Keras {keras.__version__}, TensorFlow {tf.__version__} ({devices}), Python {sys.version.split()[0]}",
            "times": times,
            "parameters": model.count_params(),
        }
    )
    for line in sys.stdin:
        timer = StepTimer()
        steps = json.loads(line)["steps"]
        model.fit(data, epochs=1, steps_per_epoch=steps, verbose=0, callbacks=[timer])
        answer({"type": "steps", "ms": timer.times, "loss": timer.loss})


main()
