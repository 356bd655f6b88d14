"""What onnx.checker says of exported files, and the oldest operator set in which it accepts them.

Usage: onnx_checker.py <file> ... Prints JSON: by file `error` (null where it is accepted) and `oldest`.
"""

import json
import sys

import onnx

# The file format that came with each operator set.
IR_VERSIONS = {9: 4, 10: 5, 11: 6, 12: 7, 13: 7}


def error(model):
    try:
        onnx.checker.check_model(model, full_check=True)
        return None
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as refused:
        return str(refused)


def oldest(model):
    for opset, ir_version in IR_VERSIONS.items():
        model.opset_import[0].version, model.ir_version = opset, ir_version
        if error(model) is None:
            return opset
    return None


print(json.dumps({path: {"error": error(path), "oldest": oldest(onnx.load(path))} for path in sys.argv[1:]}))
