#!/usr/bin/env bash
# TensorFlow 2.21.0 on a CPU with oneDNN: Tanh behind Conv2D + FusedBatchNorm (inference) runs eagerly, and raises inside a
# tf.function: UnimplementedError, "Fusion is not implemented: [FusedBatchNorm,Tanh]". The graph optimizer fuses the three
# into a kernel that it does not have. Relu, Elu, Sigmoid and LeakyRelu in the same place work.
# Seen with tensorflow-cpu 2.21.0 on Linux x86_64, Python 3.11. Exits non-zero if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tensorflow-cpu==2.21.0
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - <<'PYTHON'
import sys

import numpy as np
import tensorflow as tf

random = np.random.default_rng(0)
x = tf.constant(random.standard_normal((2, 8, 8, 4)), tf.float32)
kernel = tf.constant(random.standard_normal((3, 3, 4, 4)), tf.float32)
ones, zeros = tf.ones(4), tf.zeros(4)


def block(x, activation):
    y = tf.nn.conv2d(x, kernel, 1, "SAME")
    y, *_ = tf.compat.v1.nn.fused_batch_norm(y, ones, zeros, zeros, ones, is_training=False)
    return activation(y)


for activation in (tf.nn.relu, tf.nn.elu, tf.sigmoid, tf.nn.leaky_relu):
    in_graph = tf.function(lambda x: block(x, activation), autograph=False)(x)
    assert np.abs(in_graph - block(x, activation)).max() < 1e-5, activation.__name__
    print(f"{activation.__name__}: the tf.function gives the eager values")
print(f"tanh, eagerly: values up to {np.abs(block(x, tf.tanh)).max():.2f}")
try:
    tf.function(lambda x: block(x, tf.tanh), autograph=False)(x)
except tf.errors.UnimplementedError as error:
    assert "Fusion is not implemented: [FusedBatchNorm,Tanh]" in error.message, error.message
    print("tanh, in a tf.function: Fusion is not implemented: [FusedBatchNorm,Tanh]")
else:
    sys.exit("tanh works inside a tf.function now")
PYTHON
