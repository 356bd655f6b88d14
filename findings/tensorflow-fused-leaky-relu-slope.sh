#!/usr/bin/env bash
# TensorFlow 2.21.0 on a CPU with oneDNN: LeakyRelu behind Conv2D + BiasAdd + Add has a slope of 0.2 inside a tf.function,
# whatever its alpha. The graph optimizer fuses the four into _FusedConv2D and does not pass alpha on.
# Seen: the same function gives other values eagerly (alpha 0.1, right) than as a tf.function (as with alpha 0.2).
# Exits non-zero if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tensorflow-cpu==2.21.0
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import tensorflow as tf

random = np.random.default_rng(0)
x = tf.constant(random.standard_normal((2, 8, 8, 4)), tf.float32)
kernel = tf.constant(random.standard_normal((3, 3, 4, 4)), tf.float32)
bias = tf.constant(random.standard_normal(4), tf.float32)


def block(x, alpha):
    x = tf.nn.relu(x)
    y = tf.nn.bias_add(tf.nn.conv2d(x, kernel, 1, "SAME"), bias)
    return tf.nn.leaky_relu(y + x, alpha)


graph = tf.function(lambda x: block(x, 0.1))(x).numpy()
to_its_own = np.abs(graph - block(x, 0.1).numpy()).max()
to_two_tenths = np.abs(graph - block(x, 0.2).numpy()).max()
print(f"tf.function with alpha 0.1 differs from eager 0.1 by {to_its_own:.3f}, from eager 0.2 by {to_two_tenths:.6f}")
assert to_its_own > 0.1 and to_two_tenths < 1e-4, "the slope is no longer lost"
PYTHON
