#!/usr/bin/env bash
# TensorFlow 2.21.0: a SavedModel's signature whose input is uint8 refuses a float32 tensor, but casts a float32 NumPy
# array in silence, so that values in 0..1 become zeros:
#
#   float32 tensor: InvalidArgumentError or TypeError
#   float32 array of 0.9: taken as 0
#
# Whoever feeds images scaled to 0..1 to a signature for raw pixels gets the answer for a black image. Seen with
# tensorflow-cpu 2.21.0 on Linux x86_64, Python 3.11.
#
# Exits with 0 while that is so, with another code once it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tensorflow-cpu==2.21.0
export TF_CPP_MIN_LOG_LEVEL=3
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import os
import sys

import numpy as np
import tensorflow as tf


class Doubled(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.uint8, name="pixels")])
    def __call__(self, pixels):
        return {"y": 2 * tf.cast(pixels, tf.float32)}


path = os.path.join(sys.argv[1], "model")
model = Doubled()
tf.saved_model.save(model, path, signatures=model.__call__)
signature = tf.saved_model.load(path).signatures["serving_default"]
try:
    signature(pixels=tf.constant([0.9]))
except Exception as error:
    print(f"float32 tensor: {type(error).__name__}")
else:
    sys.exit("a float32 tensor is taken")
value = signature(pixels=np.array([0.9], np.float32))["y"].numpy()[0]
print(f"float32 array of 0.9: taken as {value / 2:g}")
if value != 0:
    sys.exit("a float32 array is no longer cast to uint8")
PYTHON
