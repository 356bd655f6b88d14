"""What LiteRT makes of each exported trial, by the kernels that a phone uses and by its plain ones.

Usage: litert_answers.py <root>. Each folder of <root> holds model.tflite, unless the format cannot hold the network, and
images.f32; scores are written beside them, as float32 files, and results.json.
"""

import json
import sys
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

KERNELS = {"default": OpResolverType.AUTO, "plain": OpResolverType.BUILTIN_REF}


def answers(model, flat, kernels):
    interpreter = Interpreter(str(model), experimental_op_resolver_type=kernels)
    (images_at,), (scores_at,) = interpreter.get_input_details(), interpreter.get_output_details()
    images = flat.reshape([-1, *images_at["shape"][1:]])
    interpreter.resize_tensor_input(images_at["index"], images.shape, strict=True)
    interpreter.allocate_tensors()
    interpreter.set_tensor(images_at["index"], images)
    interpreter.invoke()
    return interpreter.get_tensor(scores_at["index"])


for model in sorted(Path(sys.argv[1]).glob("*/model.tflite")):
    folder = model.parent
    results = {}
    try:
        flat = np.fromfile(folder / "images.f32", "<f4")
        for name, kernels in KERNELS.items():
            answers(model, flat, kernels).astype("<f4").tofile(folder / f"scores.{name}.f32")
    except Exception as error:
        results["error"] = f"{type(error).__name__}: {error}"[:2000]
    (folder / "results.json").write_text(json.dumps(results))
