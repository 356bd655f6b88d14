"""Runs exported Keras scripts and notebooks, each in a folder of its own, in one Python.

Usage: run_scripts.py cases.json, a list of {path, folder, env}. Prints JSON, for each what it printed, its history, the number of
parameters that it trained, and the layers whose weights are not those of the file WEIGHTS.
"""

import contextlib
import io
import json
import os
import runpy
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np


def run(path):
    if path.suffix != ".ipynb":
        return runpy.run_path(str(path), run_name="__main__")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    scope = {"__name__": "__main__"}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile(cell["source"], path.name, "exec"), scope)
    return scope


def moved(model, file):
    before = {layer.name: layer.get_weights() for layer in keras.saving.load_model(file, compile=False).layers}
    same = lambda a, b: len(a) == len(b) and all(np.array_equal(*pair) for pair in zip(a, b))
    return [layer.name for layer in model.layers if not same(layer.get_weights(), before.get(layer.name, []))]


results = []
for case in json.loads(Path(sys.argv[1]).read_text("utf-8")):
    os.makedirs(case["folder"], exist_ok=True)
    os.chdir(case["folder"])
    for name in ("DATA", "WEIGHTS"):
        os.environ.pop(name, None)
    os.environ.update(case["env"])
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        model = run(Path(case["path"]))["model"]
    results.append(
        {
            "printed": printed.getvalue(),
            "history": json.loads(Path("history.json").read_text("utf-8")),
            "trainable": int(sum(np.prod(v.shape) for v in model.trainable_variables)),
            "moved": moved(model, case["env"]["WEIGHTS"]) if "WEIGHTS" in case["env"] else None,
            "written": sorted(os.listdir(".")),
        }
    )
print(json.dumps(results))
