"""Small networks of PyTorch as ONNX files, with the answers that PyTorch gives.

    pip install torch onnx onnxscript safetensors && python test/reference/make_onnx_fixtures.py

Written with torch 2.15.0 and onnx 1.23.2. Images are not stored: value i is ((37 i) mod 101) / 101, [N, C, H, W].
"""

import json
import pathlib
import warnings

import onnx
import torch
from safetensors.torch import save_file
from torch import nn

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(__file__).parent / "fixtures" / "onnx"
IMAGES = (2, 3, 16, 16)


class Basic(nn.Module):
    """torchvision's BasicBlock."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = (
            nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
            if stride > 1
            else None
        )

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    """torchvision's ResNet-18, narrow. With four stages its names and shapes are those of torchvision's own."""

    def __init__(self, *widths):
        super().__init__()
        first, last = widths[0], widths[-1]
        self.conv1 = nn.Conv2d(3, first, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(first)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        inputs = first
        for number, width in enumerate(widths, 1):
            stage = nn.Sequential(Basic(inputs, width, 1 if number == 1 else 2), Basic(width, width, 1))
            setattr(self, f"layer{number}", stage)
            inputs = width
        self.stages = len(widths)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(last, 5)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        for number in range(self.stages):
            x = getattr(self, f"layer{number + 1}")(x)
        return self.fc(torch.flatten(self.avgpool(x), 1))


class Gate(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, 2, 1)
        self.fc2 = nn.Conv2d(2, channels, 1)

    def forward(self, x):
        gates = self.fc2(torch.relu(self.fc1(x.mean((2, 3), keepdim=True))))
        return x * nn.functional.hardsigmoid(gates)


class Mobile(nn.Module):
    """Depthwise and grouped convolutions, gates, and every activation."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 8, 3, 2, 1),
            nn.Hardswish(),
            nn.Conv2d(8, 16, 3, 2, 1, groups=8),
            nn.SiLU(),
            Gate(16),
            nn.Conv2d(16, 8, 3, 1, 2, dilation=2, groups=4),
            nn.GELU(),
            nn.Conv2d(8, 8, (3, 1), 1, (1, 0)),
            nn.LeakyReLU(0.1),
            nn.Conv2d(8, 8, 1),
            nn.ELU(),
            nn.Conv2d(8, 8, 1),
            nn.ReLU6(),
            nn.Conv2d(8, 8, 1),
            nn.Tanh(),
            nn.Conv2d(8, 8, 1),
            nn.Softplus(),
        )
        self.head = nn.Linear(8, 5)

    def forward(self, x):
        return torch.softmax(self.head(self.layers(x).mean((2, 3))), 1)


class Pools(nn.Module):
    """Pools with all kinds of padding, and a Flatten of images, whose order differs from ours."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 6, 3, 1, 1),
            nn.MaxPool2d(3, 2, 1),
            nn.Conv2d(6, 6, 3, 1, 1),
            nn.AvgPool2d(3, 2, 1, count_include_pad=False),
            nn.Conv2d(6, 6, 2, 1, 1),
            nn.AvgPool2d(3, 1, 1),
            nn.ReLU(),
            nn.MaxPool2d(2, 2, ceil_mode=True),
            nn.ZeroPad2d((1, 0, 0, 1)),
            nn.Conv2d(6, 4, 2),
        )
        self.norm = nn.BatchNorm1d(36)
        self.fc1 = nn.Linear(36, 7)
        self.fc2 = nn.Linear(7, 5)

    def forward(self, x):
        x = self.layers(x)
        x = self.norm(x.view(x.size(0), -1))
        return self.fc2(torch.relu(self.fc1(x)))


class Norms(nn.Module):
    """Group, instance and layer normalization, channels last for a while, and a decoder."""

    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(3, 8, 4, 4)
        self.group = nn.GroupNorm(4, 8)
        self.layer = nn.LayerNorm(8)
        self.wide = nn.Linear(8, 12)
        self.narrow = nn.Linear(12, 8)
        self.scale = nn.Parameter(torch.full((8, 1, 1), 0.7))
        self.up = nn.ConvTranspose2d(8, 6, 3, 2, 1, output_padding=1)
        self.instance = nn.InstanceNorm2d(6, affine=True)
        self.join = nn.Conv2d(14, 5, 1)

    def forward(self, x):
        x = self.group(self.down(x))
        y = self.layer(x.permute(0, 2, 3, 1))
        y = self.narrow(nn.functional.gelu(self.wide(y))).permute(0, 3, 1, 2)
        x = x + self.scale * y
        large = nn.functional.interpolate(x, scale_factor=2)
        up = self.instance(self.up(x))
        return self.join(torch.cat([large, up], 1)).mean((2, 3))


def drawn(model):
    """Weights that are not where they begin, so that a mix-up shows."""
    generator = torch.Generator().manual_seed(1)
    draw = lambda t, low, high: t.copy_(low + (high - low) * torch.rand(t.shape, generator=generator))
    with torch.no_grad():
        for name, value in [*model.named_parameters(), *model.named_buffers()]:
            if not value.is_floating_point():
                continue
            if value.dim() == 1:
                draw(value, 0.6, 1.4) if name.endswith(("weight", "var")) else draw(value, -0.3, 0.3)
            else:
                draw(value, -1, 1).mul_((3 / value[0].numel()) ** 0.5)
    return model.eval()


def pictures():
    count = torch.tensor(IMAGES).prod().item()
    return ((37 * torch.arange(count)) % 101).reshape(IMAGES).float() / 101


def answered(model, images):
    with torch.no_grad():
        scores = model(images)
    return {
        "scores": [[float(f"{value:.7g}") for value in row] for row in scores.tolist()],
        "parameters": sum(value.numel() for value in model.parameters()),
    }


def weights():
    """The state_dict of a ResNet-18, in safetensors."""
    model = drawn(ResNet(2, 4, 8, 16))
    save_file(model.state_dict(), FOLDER / "resnet18.safetensors")
    return answered(model, pictures())


def write(name, model, **how):
    drawn(model)
    images = pictures()
    path = FOLDER / f"{name}.onnx"
    torch.onnx.export(model, (images,), path, **how)
    loaded = onnx.load(path)
    for node in loaded.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    del loaded.graph.value_info[:]
    del loaded.functions[:]
    onnx.save(loaded, path)
    return answered(model, images)


old = {"dynamo": False}
new = {"dynamo": True, "external_data": False, "verbose": False}
FOLDER.mkdir(parents=True, exist_ok=True)
kept = {"training": torch.onnx.TrainingMode.PRESERVE, "do_constant_folding": False}
free = {"dynamic_axes": {"images": {0: "N"}}, "input_names": ["images"]}
answers = {
    "resnet": write("resnet", ResNet(4, 6), **old, **kept, **free),
    "resnet-folded": write("resnet-folded", ResNet(4, 6), **old),
    "resnet-dynamo": write("resnet-dynamo", ResNet(4, 6), **new),
    "mobile": write("mobile", Mobile(), **old, opset_version=11),
    "mobile-dynamo": write("mobile-dynamo", Mobile(), **new),
    "pools": write("pools", Pools(), **old),
    "pools-dynamo": write("pools-dynamo", Pools(), **new),
    "norms": write("norms", Norms(), **old),
    "norms-dynamo": write("norms-dynamo", Norms(), **new),
}
(FOLDER / "answers.json").write_text(json.dumps(answers, indent=1) + "\n")
(FOLDER / "weights.json").write_text(json.dumps(weights(), indent=1) + "\n")
