"""Writes what Keras 3 makes of each operator: values and gradients, in float64 (see README.md).

    python test/reference/make_operator_fixtures.py [family ...]

The table is operator_cases/, one file per family. A row (operator_cases/case.py) says one small network
twice: `nodes` are Skipwire's, `network` builds the same from Keras layers, each named after the node whose
weights it holds. For each family two files are written in fixtures/operators:

- <family>.json: the rows, {name, input, batch, nodes, outputShape}, in the table's order;
- <family>.safetensors: `<row>/output` (training mode), `<row>/inference` where that differs,
  `<row>/weight/<node>/<weight>`, and `<row>/gradient/<node>/<weight>` and `<row>/gradient/input`.

Gradients are those of the sum over n, k of rows[n] * output[n, k] * columns[k], k being all positions of one
example. The input (`values(0, ...)`), rows (1) and columns (2) are not stored: test/support/operator-fixtures.ts
makes the same numbers.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from make_fixtures import save_safetensors
from operator_cases import FAMILIES

FIXTURES = Path(__file__).parent / "fixtures" / "operators"
# TensorFlow's own kernels have no dilated or grouped gradients in float64 on a CPU; XLA has, but resizes float64
# images to garbage.
COMPILED_BY_XLA = {"convolution"}
# Streams of numbers are this far apart: more than any tensor here holds.
STREAM = 1 << 20


def values(stream, shape):
    """Numbers in [-1, 1), exact in float32: the top 24 bits of murmur3's finaliser of their index."""
    h = np.arange(np.prod(shape), dtype=np.uint32) + np.uint32(stream * STREAM + 1)
    with np.errstate(over="ignore"):
        h ^= h >> np.uint32(16)
        h *= np.uint32(0x85EBCA6B)
        h ^= h >> np.uint32(13)
        h *= np.uint32(0xC2B2AE35)
        h ^= h >> np.uint32(16)
    return ((h >> np.uint32(8)).astype("float64") / 2**23 - 1).reshape(shape)


def weights_of(model):
    return {f"{layer.name}/{weight.name}": weight for layer in model.layers for weight in layer.weights}


def record(case, xla):
    keras.backend.clear_session()
    inputs = keras.layers.Input(case.input)
    model = keras.Model(inputs, case.network(inputs))
    weights = weights_of(model)
    for stream, (name, weight) in enumerate(weights.items(), start=3):
        value = values(stream, weight.shape)
        # No weight at a value that could hide a fault, no variance below zero.
        weight.assign(np.abs(value) + 0.5 if name.endswith("variance") else value)
    for layer in model.layers:
        # A Normalization computes with what it makes of its variables here.
        getattr(layer, "finalize_state", lambda: None)()
    before = {name: weight.numpy() for name, weight in weights.items()}
    x = tf.constant(values(0, (case.batch, *case.input)))
    trained = {name: weight for name, weight in weights.items() if weight.trainable}

    @tf.function(jit_compile=xla)
    def run(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = model(x, training=True)
            matrix = tf.reshape(y, (case.batch, -1))
            rows, columns = values(1, (case.batch, 1)), values(2, (1, matrix.shape[1]))
            loss = tf.reduce_sum(rows * matrix * columns)
        return y, tape.gradient(loss, [x, *[weight.value for weight in trained.values()]])

    inference = model(x, training=False).numpy()
    output, (input_gradient, *gradients) = run(x)
    tensors = {"output": output.numpy(), "gradient/input": input_gradient.numpy()}
    if np.max(np.abs(inference - tensors["output"])) > 1e-9:
        tensors["inference"] = inference
    tensors |= {f"weight/{name}": value for name, value in before.items()}
    tensors |= {f"gradient/{name}": gradient.numpy() for name, gradient in zip(trained, gradients)}
    assert all(np.isfinite(value).all() and np.abs(value).max() < 1e3 for value in tensors.values()), case.name
    row = dict(name=case.name, input=case.input, batch=case.batch, nodes=case.nodes,
               outputShape=list(inference.shape[1:]))
    return row, tensors


def main(families):
    keras.config.set_floatx("float64")
    FIXTURES.mkdir(exist_ok=True)
    for family in families or FAMILIES:
        cases = import_module(f"operator_cases.{family}").CASES
        names = [case.name for case in cases]
        assert len(set(names)) == len(names), "two rows have one name"
        rows, tensors = [], {}
        for case in cases:
            row, found = record(case, family in COMPILED_BY_XLA)
            rows.append(row)
            tensors |= {f"{case.name}/{name}": value for name, value in found.items()}
        text = ",\n".join(json.dumps(row) for row in rows)
        (FIXTURES / f"{family}.json").write_text(f"[\n{text}\n]\n")
        save_safetensors(FIXTURES / f"{family}.safetensors", tensors)
        print(family, len(rows), "rows,", (FIXTURES / f"{family}.safetensors").stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
