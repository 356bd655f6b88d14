"""Contestant: PyTorch, on the CPU unless there is a GPU, channels last, the same network, loss and clipping.
Batches are tensors already. In bfloat16 it computes under autocast.

Speaks the protocol of ../protocol.ts; its one argument is the assignment.
"""

import json
import re
import sys
import time
import warnings

# torch warns where numpy is not installed, which nothing here needs.
warnings.filterwarnings("ignore", message="Failed to initialize NumPy")

import torch
import torch.nn.functional as F
from bench_protocol import safetensors, serve
from torch_network import StudyNetwork


DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def batches(job):
    """float32 [N,3,H,W] in channels-last memory, in 0..1, and int64 [N]."""
    count, batch, side = job["count"], job["batch"], job["side"]
    images = torch.frombuffer(bytearray(open(job["imagesFile"], "rb").read()), dtype=torch.uint8)
    labels = torch.frombuffer(bytearray(open(job["labelsFile"], "rb").read()), dtype=torch.int32)
    images = images.reshape(count, side, side, 3)
    return [
        (
            images[at : at + batch].to(DEVICE).permute(0, 3, 1, 2).float().div_(255),
            labels[at : at + batch].to(DEVICE).long(),
        )
        for at in range(0, count - batch + 1, batch)
    ]


def main():
    job = json.loads(sys.argv[1])
    family, depth = re.fullmatch(r"(resnet|plain)(\d+)", job["arm"]).groups()
    began = time.perf_counter()
    model = StudyNetwork(int(depth), family == "resnet", job["classes"]).to(DEVICE, memory_format=torch.channels_last)
    model.train()
    parameters = list(model.parameters())
    optimizer = torch.optim.SGD(parameters, lr=job["learningRate"])
    data = batches(job)
    built = 1000 * (time.perf_counter() - began)

    def clip():
        """Each gradient to its own norm at most, as Keras' clipnorm; multi-tensor calls, the fastest that torch has."""
        gradients = [each.grad for each in parameters]
        norms = torch._foreach_norm(gradients)
        factors = [(job["clipnorm"] / norm).clamp(max=1.0) for norm in norms]
        torch._foreach_mul_(gradients, factors)

    def step(index):
        images, labels = data[index % len(data)]
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(DEVICE.type, torch.bfloat16, enabled=job["precision"] == "bfloat16"):
            scores = model(images)
            loss = F.cross_entropy(scores, labels)
        loss.backward()
        clip()
        optimizer.step()
        correct = (scores.detach().argmax(1) == labels).sum()
        return loss.item(), correct.item()

    def losses(count):
        floats = {
            name: torch.frombuffer(data, dtype=torch.float32).reshape(shape)
            for name, shape, data in safetensors(job["weightsFile"])
        }
        model.load(floats)
        return [step(index)[0] for index in range(count)]

    at = 0

    def steps(count):
        nonlocal at
        times, loss = [], float("nan")
        for _ in range(count):
            start = time.perf_counter()
            loss, _ = step(at)
            times.append(1000 * (time.perf_counter() - start))
            at += 1
        return times, loss

    start = time.perf_counter()
    step(0)
    first = 1000 * (time.perf_counter() - start)
    buffers = [tensor for _, tensor, _ in model.tensors()]
    ready = {
        "versions": f"PyTorch {torch.__version__.split('+')[0]} ({DEVICE.type}, channels last), Python {sys.version.split()[0]}",
        "times": {"build": built, "first step": first},
        "parameters": sum(tensor.numel() for tensor in buffers),
    }
    serve(ready, losses, steps)


main()
