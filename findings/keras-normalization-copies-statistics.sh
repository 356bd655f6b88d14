#!/usr/bin/env bash
# Keras 3.15.1 (tensorflow-cpu 2.21.0): a Normalization layer computes with copies of its variables.
#
# `mean` and `variance` are variables of the layer, listed in `layer.weights` and saved with the model. The layer makes
# copies of them when it is built, adapted or loaded, so assigning to the variables changes what is saved but not what
# the layer computes, until `finalize_state()` is called. A model whose weights were set in this way gives other answers
# once it has been saved and loaded.
#
# Seen: "assigned: 10.0, finalized: 0.0". Exits 0 while that is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1
cat >"$folder/normalize.py" <<'END'
import keras
import numpy as np

layer = keras.layers.Normalization()
layer.build((None, 1))
by_name = {weight.name: weight for weight in layer.weights}
by_name["mean"].assign([10.0])
by_name["variance"].assign([4.0])
x = np.array([[10.0]], "float32")
assigned = float(layer(x)[0, 0])
layer.finalize_state()
print(f"assigned: {assigned}, finalized: {float(layer(x)[0, 0])}")
END
seen=$(TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" "$folder/normalize.py" 2>/dev/null | tail -n 1)
echo "$seen"
[ "$seen" = 'assigned: 10.0, finalized: 0.0' ]
