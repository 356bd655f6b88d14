#!/usr/bin/env bash
# safetensors 0.8.0, NumPy 2.4.6: an array that is not contiguous, such as a transpose, is saved as the bytes lie in memory, under the
# shape of the view. Nothing is raised, and what is read back has the right shape and other values.
# Seen: saved [[0, 3], [1, 4], [2, 5]], read [[0, 1], [2, 3], [4, 5]]. Exits non-zero if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check safetensors==0.8.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from safetensors.numpy import load, save

turned = np.arange(6, dtype=np.float32).reshape(2, 3).T
read = load(save({"weight": turned}))["weight"]
print("saved:", turned.tolist())
print("read:", read.tolist())
if np.array_equal(read, turned):
    raise SystemExit("Strides are respected now.")
PYTHON
