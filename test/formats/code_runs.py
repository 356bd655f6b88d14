"""Compares the network of code.py, with the exported weights, with the exported network.

Usage: code_runs.py <folder of a PyTorch export with code.py>. Prints JSON: the largest difference of their answers to random
images, and the number of parameters with the statistics of normalizations.
"""

import json
import runpy
import sys

import torch
from safetensors.torch import load_file
from torch import nn

folder = sys.argv[1]
sys.path.insert(0, folder)
from model import load

scope = runpy.run_path(f"{folder}/code.py")
exported = load()
code = scope[type(exported).__name__]()
code.load_state_dict(load_file(f"{folder}/model.safetensors"), strict=True)
shape = json.load(open(f"{folder}/inference.json"))["input"]["shape"]
images = torch.rand(4, shape[2], shape[0], shape[1], generator=torch.Generator().manual_seed(1))
with torch.inference_mode():
    difference = (code.eval()(images) - exported(images)).abs().max().item()
counted = [b for name, b in code.named_buffers() if "num_batches" not in name]
params = sum(each.numel() for each in [*code.parameters(), *counted])
print(json.dumps({"difference": difference, "params": params}))
