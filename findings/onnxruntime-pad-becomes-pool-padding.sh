#!/usr/bin/env bash
# onnxruntime 1.30.0, onnx 1.23.2: a Pad with zeros is fused into the MaxPool behind it, whose own padding counts as minus infinity. The
# maximum of zeros and negative values is then negative. Without optimizations, and in 1.32.0, it is 0.
# Exits non-zero if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check onnxruntime==1.30.0 onnx==1.23.2
cat > "$folder/pool.py" <<'PY'
import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper

graph = helper.make_graph(
    [
        helper.make_node("Pad", ["x", "pads"], ["padded"]),
        helper.make_node("MaxPool", ["padded"], ["y"], kernel_shape=[2, 2]),
    ],
    "pooled",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 2, 2])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 1, 3, 3])],
    [helper.make_tensor("pads", TensorProto.INT64, [8], [0, 0, 1, 1, 0, 0, 1, 1])],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7)


def run(level):
    options = ort.SessionOptions()
    options.graph_optimization_level = level
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": np.float32([[[[-1, -2], [-3, -4]]]])})[0][0, 0]


plain = run(ort.GraphOptimizationLevel.ORT_DISABLE_ALL)
fused = run(ort.GraphOptimizationLevel.ORT_ENABLE_ALL)
print("without optimizations:", plain.tolist())
print("with optimizations:", fused.tolist())
assert plain[0, 0] == 0
if fused[0, 0] == 0:
    raise SystemExit("The zeros count now.")
PY
"$folder/venv/bin/python" "$folder/pool.py"
