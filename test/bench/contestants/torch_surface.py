"""Contestant: a loss surface as the code of Li et al. (2018) computes it: for each point the weights are set, then the
network is evaluated in batches of 128 with CrossEntropyLoss (net_plotter.set_weights and evaluation.eval_loss). With `loader`
the batches come from their data loader, which converts the pictures again for each point; without it they are tensors already.

Speaks the protocol of ../protocol.ts; its one argument is the assignment. The network is an export to PyTorch; the directions are
such exports too.
"""

import importlib.util
import json
import sys
import time
import warnings
from pathlib import Path

# torch warns where numpy is not installed, which nothing here needs.
warnings.filterwarnings("ignore", message="Failed to initialize NumPy")

import torch
from bench_protocol import safetensors, serve

BATCH = 128
# Processes of the data loader: the authors' --threads.
LOADERS = 2


def tensors(folder):
    path = Path(folder) / "model.safetensors"
    return {
        name: torch.frombuffer(data, dtype=torch.float32).reshape(shape)
        for name, shape, data in safetensors(path)
        # Counts of BatchNorm are integers.
        if not name.endswith("num_batches_tracked")
    }


def images(job):
    """float32 [N,C,H,W] in 0..1, and int64 [N]."""
    x = torch.frombuffer(bytearray(Path(job["images"]).read_bytes()), dtype=torch.float32)
    y = torch.frombuffer(bytearray(Path(job["labels"]).read_bytes()), dtype=torch.int32)
    return x.reshape(job["shape"]).permute(0, 3, 1, 2).contiguous(), y.long()


class Pictures(torch.utils.data.Dataset):
    """As torchvision's CIFAR10 gives them to the authors' transforms. The network has its own normalization."""

    def __init__(self, x, y):
        """x: float32 [N,C,H,W] in 0..1; y: int64 [N]."""
        from torchvision import transforms

        self.pixels = (255 * x).round().byte().permute(0, 2, 3, 1).numpy()
        self.labels = y.tolist()
        nothing = transforms.Normalize([0.0] * x.shape[1], [1.0] * x.shape[1])
        self.transform = transforms.Compose([transforms.ToTensor(), nothing])

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        from PIL import Image

        return self.transform(Image.fromarray(self.pixels[index])), self.labels[index]


def main():
    job = json.loads(sys.argv[1])
    spec = importlib.util.spec_from_file_location("model", Path(job["network"]) / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.load()
    parameters = dict(model.named_parameters())
    own = {name: value.detach().clone() for name, value in parameters.items()}
    directions = [tensors(folder) for folder in job["directions"]]
    x, y = images(job)
    if job["loader"]:
        batches = torch.utils.data.DataLoader(Pictures(x, y), batch_size=BATCH, num_workers=LOADERS)
    else:
        batches = [(x[first : first + BATCH], y[first : first + BATCH]) for first in range(0, len(x), BATCH)]
    criterion = torch.nn.CrossEntropyLoss()

    @torch.no_grad()
    def loss_at(place):
        for name, parameter in parameters.items():
            change = directions[0][name] * place[0] + directions[1][name] * place[1]
            parameter.copy_(own[name] + change)
        total, correct = 0.0, 0
        for inputs, targets in batches:
            outputs = model.logits(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += outputs.max(1)[1].eq(targets).sum().item()
        return total / len(x)

    found = []

    def losses(count):
        """Those of the points that were timed."""
        return found[:count]

    def steps(count):
        """The points after those that were timed before, from the first again at the end."""
        times = []
        for _ in range(count):
            place = job["points"][len(found) % len(job["points"])]
            start = time.perf_counter()
            found.append(loss_at(place))
            times.append(1000 * (time.perf_counter() - start))
        return times, found[-1]

    ready = {
        "versions": f"PyTorch {torch.__version__.split('+')[0]}, Python {sys.version.split()[0]}",
        "times": {},
        "parameters": sum(value.numel() for value in own.values()),
    }
    serve(ready, losses, steps)


main()
