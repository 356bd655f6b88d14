"""torchvision's own network with our weights: python torchvision_reads.py FOLDER NAME CLASSES. Prints the largest difference as JSON."""
import json
import sys

import torch
import torchvision
from safetensors.torch import load_file

folder, name, classes = sys.argv[1:]
sys.dont_write_bytecode = True
sys.path.insert(0, folder)
from model import load

ours = load()
theirs = getattr(torchvision.models, name)(num_classes=int(classes)).eval()
theirs.load_state_dict(load_file(f"{folder}/model.safetensors"), strict=True)
tracked = theirs.state_dict()["bn1.num_batches_tracked"]
images = torch.rand(4, 3, 64, 64, generator=torch.Generator().manual_seed(1))
with torch.inference_mode():
    expected = torch.softmax(theirs((images - ours.mean) / ours.std), 1)
    difference = (ours(images) - expected).abs().max().item()
print(json.dumps({"difference": difference, "tracked": [str(tracked.dtype), list(tracked.shape), tracked.item()]}))
