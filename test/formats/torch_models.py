"""Saves networks of torchvision and timm with random weights, and prints what they answer.

    python torch_models.py FOLDER SIDE LIBRARY/NAME.FORMAT...

LIBRARY is torchvision or timm, FORMAT safetensors or onnx. Batch normalization has random statistics, too. For ONNX, torch folds
it into the convolutions: the file has one bias in place of a gamma and a beta. Images are [N, SIDE, SIDE, 3]. Prints JSON by name:
parameters, images and softmax scores.
"""
import json
import sys
from pathlib import Path

import timm
import torch
import torchvision
from safetensors.torch import save_file

folder, side, *wanted = sys.argv[1:]
answers = {}
for seed, each in enumerate(wanted):
    torch.manual_seed(seed)
    library, (name, ending) = each.split("/")[0], each.split("/")[1].rsplit(".", 1)
    make = (lambda: timm.create_model(name)) if library == "timm" else getattr(torchvision.models, name)
    model = make().eval()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.3, 0.7)
            torch.nn.init.uniform_(module.bias, -0.2, 0.2)
            torch.nn.init.uniform_(module.running_mean, -0.2, 0.2)
            torch.nn.init.uniform_(module.running_var, 0.6, 1.4)
    images = torch.rand(2, 3, int(side), int(side))
    with torch.inference_mode():
        scores = torch.softmax(model(images), 1)
    path = Path(folder) / f"{library}-{name}.{ending}"
    parameters = sum(p.numel() for p in model.parameters())
    if ending == "onnx":
        parameters -= sum(m.num_features for m in model.modules() if isinstance(m, torch.nn.BatchNorm2d))
        torch.onnx.export(model, (images,), path, input_names=["images"], dynamo=True, external_data=False, verbose=False)
    else:
        save_file(model.state_dict(), path)
    answers[each] = {
        "file": str(path),
        "parameters": parameters,
        "images": images.permute(0, 2, 3, 1).flatten().tolist(),
        "scores": scores.flatten().tolist(),
    }
print(json.dumps(answers))
