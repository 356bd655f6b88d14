#!/usr/bin/env bash
# onnxruntime 1.32.0, onnx 1.23.2: auto_pad SAME_UPPER gives outputs of another size than the operators' specification.
#
# A MaxPool with dilations gets the padding of one without: 8 values at stride 1 become 6 (kernel 3, dilation 2), where explicit pads
# give 8. A ConvTranspose whose kernel is narrower than its stride gives 13 values in place of 7 * 2 = 14.
# Exits non-zero if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2
cat > "$folder/same.py" <<'PY'
import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper


def width(operator, values, kernel, **attributes):
    weights = [numpy_helper.from_array(np.ones([1, 1, 1, kernel], np.float32), "w")] if operator == "ConvTranspose" else []
    node = helper.make_node(operator, ["x", *(w.name for w in weights)], ["y"], kernel_shape=[1, kernel], **attributes)
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 1, values])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 1, 1, None])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7)
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": np.ones([1, 1, 1, values], np.float32)})[0].shape[-1]


explicit = width("MaxPool", 8, 3, dilations=[1, 2], pads=[0, 2, 0, 2])
same = width("MaxPool", 8, 3, dilations=[1, 2], auto_pad="SAME_UPPER")
transposed = width("ConvTranspose", 7, 1, strides=[1, 2], auto_pad="SAME_UPPER")
print(f"MaxPool: {same}, with explicit pads {explicit}; ConvTranspose: {transposed}")
assert explicit == 8
if (same, transposed) != (6, 13):
    raise SystemExit("The sizes have changed.")
PY
"$folder/venv/bin/python" "$folder/same.py"
