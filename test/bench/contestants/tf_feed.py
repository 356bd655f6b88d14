"""JPEG files to batches by tf.data in Python, as its guides write it: AUTOTUNE, the default decoder, float32 in 0..1."""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import tensorflow as tf

from bench_protocol import serve


def main():
    assignment = json.loads(sys.argv[1])
    side, split = assignment["side"], assignment["split"]
    with open(split["pathsFile"]) as file:
        paths = file.read().split("\n")[: split["count"]]

    def load(path):
        image = tf.io.decode_jpeg(tf.io.read_file(path), channels=3, dct_method=assignment["dct"])
        return tf.image.resize(image, [side, side]) / 255.0

    batches = (
        tf.data.Dataset.from_tensor_slices(paths)
        .map(load, num_parallel_calls=tf.data.AUTOTUNE)
        .batch(assignment["batch"])
        .prefetch(tf.data.AUTOTUNE)
    )

    def steps(count):
        times = []
        for _ in range(count):
            began = time.perf_counter()
            images = sum(batch.shape[0] for batch in batches)
            assert images == split["count"], images
            times.append(1000 * (time.perf_counter() - began))
        return times, 0.0

    steps(1)
    serve({"versions": f"TensorFlow {tf.__version__}", "times": {}, "parameters": 0}, lambda count: [], steps)


main()
