"""Contestant: Python Keras' predict on a tf.data pipeline that decodes the files, as keras.io's guides write it."""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import tensorflow as tf

from bench_protocol import serve


def main():
    job = json.loads(sys.argv[1])
    model = keras.models.load_model(job["kerasFile"])
    side = job["side"]

    def load(path):
        image = tf.io.decode_jpeg(tf.io.read_file(path), channels=3, dct_method="INTEGER_ACCURATE")
        return tf.image.resize(image, [side, side]) / 255.0

    def predicted(paths):
        data = (
            tf.data.Dataset.from_tensor_slices(paths)
            .map(load, num_parallel_calls=tf.data.AUTOTUNE)
            .batch(32)
            .prefetch(tf.data.AUTOTUNE)
        )
        return model.predict(data, verbose=0)

    def steps(count):
        times = []
        for _ in range(count):
            began = time.perf_counter()
            assert len(predicted(job["paths"])) == len(job["paths"])
            times.append(1000 * (time.perf_counter() - began))
        return times, 0.0

    ready = {
        "versions": f"TensorFlow {tf.__version__}, Keras {keras.__version__}",
        "times": {},
        "parameters": model.count_params(),
    }
    serve(ready, lambda count: predicted(job["paths"][:count])[:, 0].tolist(), steps)


main()
