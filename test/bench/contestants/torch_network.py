"""The ablation study's networks in PyTorch, layer for layer those of test/reference/networks.py.

Modules are matched to the stored weights by `tensors`. TensorFlow's "same" padding is not
symmetric where a stride leaves an odd number of rows over: it is put on explicitly, and only there.
"""

import torch
import torch.nn.functional as F
from torch import nn

DEPTHS = {
    18: ("basic", (2, 2, 2, 2)),
    34: ("basic", (3, 4, 6, 3)),
    50: ("bottleneck", (3, 4, 6, 3)),
}
CIFAR_DEPTHS = {depth: ("basic", ((depth - 2) // 6,) * 3) for depth in (20, 32, 44, 56, 110)}


def same(size, window, stride):
    """Padding before and after along one dimension."""
    total = max((-(-size // stride) - 1) * stride + window - size, 0)
    return total // 2, total - total // 2


def pad_same(x, window, stride, value=0.0):
    """x padded where it must be uneven, and the even padding that is left to the operator."""
    before, after = same(x.shape[-1], window, stride)
    if before == after:
        return x, before
    return F.pad(x, (before, after, before, after), value=value), 0


class ConvNorm(nn.Module):
    def __init__(self, inputs, filters, size, strides):
        super().__init__()
        self.size, self.strides = size, strides
        self.conv = nn.Conv2d(inputs, filters, size, strides, bias=True)
        # Keras: epsilon 1e-3, momentum 0.99 of the old value.
        self.norm = nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01)

    def forward(self, x):
        x, padding = pad_same(x, self.size, self.strides)
        y = F.conv2d(x, self.conv.weight, self.conv.bias, self.strides, padding)
        return self.norm(y)


class Block(nn.Module):
    def __init__(self, kind, inputs, filters, strides, first, residual):
        super().__init__()
        steps = [(filters, 3, strides), (filters, 3, 1)]
        if kind == "bottleneck":
            steps = [(filters, 1, strides), (filters, 3, 1), (4 * filters, 1, 1)]
        widths = [inputs] + [width for width, _, _ in steps]
        self.main = nn.ModuleList(ConvNorm(widths[i], *step) for i, step in enumerate(steps))
        self.shortcut, self.residual = None, residual
        if residual and (strides > 1 if kind == "basic" else first):
            self.shortcut = ConvNorm(inputs, widths[-1], 3 if kind == "basic" else 1, strides)

    def forward(self, x):
        y = x
        for layer in self.main[:-1]:
            y = F.relu(layer(y), inplace=True)
        y = self.main[-1](y)
        if self.residual:
            y = y + (self.shortcut(x) if self.shortcut else x)
        return F.relu(y, inplace=True)


class StudyNetwork(nn.Module):
    def __init__(self, depth, residual, classes):
        super().__init__()
        self.small = depth in CIFAR_DEPTHS
        kind, counts = CIFAR_DEPTHS[depth] if self.small else DEPTHS[depth]
        base = 16 if self.small else 64
        self.stem = ConvNorm(3, base, 3, 1) if self.small else ConvNorm(3, base, 7, 2)
        self.blocks, self.names, width = nn.ModuleList(), [], base
        for stage, count in enumerate(counts, start=1):
            filters = base * 2 ** (stage - 1)
            for number in range(1, count + 1):
                strides = 2 if stage > 1 and number == 1 else 1
                self.blocks.append(Block(kind, width, filters, strides, number == 1, residual))
                self.names.append(f"stage{stage}.block{number}")
                width = filters if kind == "basic" else 4 * filters
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        x = F.relu(self.stem(x), inplace=True)
        if not self.small:
            x, padding = pad_same(x, 3, 2, value=float("-inf"))
            x = F.max_pool2d(x, 3, 2, padding)
        for block in self.blocks:
            x = block(x)
        return self.head(x.mean((2, 3)))

    def tensors(self):
        """(name as in the study, tensor, how the stored one is laid out) of every weight."""
        parts = [("stem.conv", "stem.bn", self.stem)]
        for name, block in zip(self.names, self.blocks):
            for number, layer in enumerate(block.main, start=1):
                parts.append((f"{name}.conv{number}", f"{name}.bn{number}", layer))
            if block.shortcut:
                parts.append((f"{name}.shortcut.conv", f"{name}.shortcut.bn", block.shortcut))
        for conv, norm, layer in parts:
            yield f"{conv}/kernel", layer.conv.weight, (3, 2, 0, 1)
            yield f"{conv}/bias", layer.conv.bias, None
            yield f"{norm}/gamma", layer.norm.weight, None
            yield f"{norm}/beta", layer.norm.bias, None
            yield f"{norm}/moving_mean", layer.norm.running_mean, None
            yield f"{norm}/moving_variance", layer.norm.running_var, None
        yield "head.dense/kernel", self.head.weight, (1, 0)
        yield "head.dense/bias", self.head.bias, None

    @torch.no_grad()
    def load(self, values):
        """`values`: name -> tensor, laid out as Keras does."""
        for name, tensor, order in self.tensors():
            value = values[name]
            tensor.copy_(value.permute(order) if order else value)
