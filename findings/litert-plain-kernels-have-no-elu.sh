#!/usr/bin/env bash
# ai-edge-litert 2.3.0, tensorflow-cpu 2.21.0: the plain kernels (OpResolverType.BUILTIN_REF) have no ELU. A model that the default
# kernels run is refused while it is loaded: "Didn't find op for builtin opcode 'ELU' version '1'".
# Exits non-zero if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tensorflow-cpu==2.21.0 ai-edge-litert==2.3.0
cat > "$folder/elu.py" <<'PY'
import os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter, OpResolverType

elu = tf.function(tf.nn.elu, input_signature=[tf.TensorSpec([1, 4], tf.float32)])
model = tf.lite.TFLiteConverter.from_concrete_functions([elu.get_concrete_function()]).convert()


def run(kernels):
    interpreter = Interpreter(model_content=model, experimental_op_resolver_type=kernels)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], np.float32([[-2, -1, 0, 1]]))
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])


print("default kernels:", run(OpResolverType.AUTO))
try:
    print("plain kernels:", run(OpResolverType.BUILTIN_REF))
except ValueError as error:
    print("plain kernels:", str(error).splitlines()[0])
    assert "ELU" in str(error)
else:
    raise SystemExit("The plain kernels have ELU now.")
PY
"$folder/venv/bin/python" "$folder/elu.py"
