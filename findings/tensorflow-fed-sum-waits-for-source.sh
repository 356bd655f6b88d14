#!/usr/bin/env bash
# TensorFlow 2.21.0: Session.run with a fed inner tensor x does not need what x is computed from, but x + x asks for it. The
# graph optimizer turns x + x (and add_n([x, x])) into 2 * x, with a constant that has a control edge from x; feeding x
# does not move that edge, so x is computed after all.
# Seen: with x fed, "x * 2" and "x + abs(x)" give values, and the two sums raise InvalidArgumentError: you must feed a
# value for the placeholder "source". With the optimizer off, all four give values. Exits non-zero if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tensorflow-cpu==2.21.0
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1
tf1.disable_eager_execution()
source = tf1.placeholder(tf.float32, (None, 4), name="source")
x = tf.divide(source, 255.0, name="x")
# Graphs of fewer than four nodes are not optimized, hence what follows each.
results = {
    name: tf.exp(tf.cos(tf.sin(value)))
    for name, value in {
        "x * 2": tf.multiply(x, 2.0),
        "x + abs(x)": tf.add(x, tf.abs(x)),
        "x + x": tf.add(x, x),
        "add_n([x, x])": tf.add_n([x, x]),
    }.items()
}


def outcome(session, result):
    try:
        return f"{session.run(result, {x: np.ones((2, 4), np.float32)})[0, 0]:.4f}"
    except tf.errors.InvalidArgumentError as error:
        assert "must feed a value for placeholder tensor 'source'" in error.message, error.message
        return "asks for 'source'"


def outcomes(config):
    with tf1.Session(config=config) as session:
        return {name: outcome(session, result) for name, result in results.items()}


as_it_is, off = tf1.ConfigProto(), tf1.ConfigProto()
off.graph_options.rewrite_options.disable_meta_optimizer = True
print("as it is:     ", outcomes(as_it_is))
print("optimizer off:", outcomes(off))
value = outcomes(off)["x * 2"]
assert set(outcomes(off).values()) == {value}, "something else fails now"
assert outcomes(as_it_is) == {
    "x * 2": value,
    "x + abs(x)": value,
    "x + x": "asks for 'source'",
    "add_n([x, x])": "asks for 'source'",
}, "a sum of a fed value with itself has changed"
PYTHON
