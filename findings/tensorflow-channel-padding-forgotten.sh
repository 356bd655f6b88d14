#!/usr/bin/env bash
# TensorFlow 2.21.0 on a CPU with oneDNN: a Pad that adds channels of zeros is dropped in front of a grouped Conv2D with a
# bias and "VALID" padding inside a tf.function. The graph optimizer fuses the Pad into the convolution, which pads height
# and width only; the kernel then fits the channels that are left as another number of groups, so nothing is raised.
# Seen: the same function gives other values eagerly (right, as a loop over the groups gives them) than as a tf.function
# (as without the Pad). Exits non-zero if that changes.
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
kernel = tf.constant(random.standard_normal((3, 3, 2, 8)), tf.float32)
bias = tf.constant(random.standard_normal(8), tf.float32)
widen = [[0, 0], [0, 0], [0, 0], [0, 4]]


def convolve(x, kernel, bias):
    return tf.nn.bias_add(tf.nn.conv2d(x, kernel, 1, "VALID"), bias)


def block(x):
    return convolve(tf.pad(x, widen), kernel, bias)


def difference(a, b):
    return np.abs(a.numpy() - b.numpy()).max()


wide = tf.pad(x, widen)
right = tf.concat(
    [convolve(wide[..., 2 * g : 2 * g + 2], kernel[..., 2 * g : 2 * g + 2], bias[2 * g : 2 * g + 2]) for g in range(4)],
    axis=-1,
)
in_graph = tf.function(block, autograph=False)(x)
print(f"eager differs from group by group by {difference(block(x), right):.6f}")
print(f"tf.function differs from group by group by {difference(in_graph, right):.3f}")
print(f"tf.function differs from the convolution without the Pad by {difference(in_graph, convolve(x, kernel, bias)):.6f}")
assert difference(block(x), right) < 1e-4, "eager has changed"
assert difference(in_graph, right) > 0.1, "the Pad is no longer dropped"
assert difference(in_graph, convolve(x, kernel, bias)) < 1e-4, "something else happens to the Pad now"
PYTHON
