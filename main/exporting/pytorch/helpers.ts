/** Modules that PyTorch lacks: each is written into the file where the network has it. */
export const helpers: Readonly<Record<string, string>> = {
  AvgPool2d: `class AvgPool2d(nn.Module):
    """Average pooling with a padding of its own for each side, whose zeros do not count."""

    def __init__(self, kernel_size, stride, padding):
        super().__init__()
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding

    def forward(self, x):
        pool = lambda images: F.avg_pool2d(F.pad(images, self.padding), self.kernel_size, self.stride)
        return pool(x) / pool(torch.ones_like(x[:1, :1]))`,
  Crop2d: `class Crop2d(nn.Module):
    """Takes columns away on the left and right and rows at the top and bottom."""

    def __init__(self, sides):
        super().__init__()
        self.sides = [-side for side in sides]

    def forward(self, x):
        return F.pad(x, self.sides)`,
  LayerNorm2d: `class LayerNorm2d(nn.LayerNorm):
    """Normalizes the channels of each pixel."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)`,
  Normalization: `class Normalization(nn.Module):
    """Normalizes channels by statistics that were measured once and are not trained."""

    def __init__(self, channels):
        super().__init__()
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("variance", torch.ones(channels))

    def forward(self, x):
        return (x - self.mean[:, None, None]) / self.variance[:, None, None].sqrt()`,
  StochasticDepth: `class StochasticDepth(nn.Module):
    """Drops a whole branch in training (Huang et al., 2016), for each example by itself or for the batch."""

    def __init__(self, survival_rate, mode="example"):
        super().__init__()
        self.survival_rate = survival_rate
        self.mode = mode

    def forward(self, x):
        if not self.training:
            return x
        draws = 1 if self.mode == "batch" else len(x)
        kept = torch.rand(draws, *[1] * (x.dim() - 1), device=x.device) < self.survival_rate
        return x * kept / self.survival_rate`,
  ZeroPaddedShortcut: `class ZeroPaddedShortcut(nn.Module):
    """A shortcut without weights (He et al., 2015, option A): fewer pixels, and channels of zeros."""

    def __init__(self, extra_channels, stride=1):
        super().__init__()
        self.extra_channels = extra_channels
        self.rows, self.columns = stride if isinstance(stride, tuple) else (stride, stride)

    def forward(self, x):
        return F.pad(x[:, :, :: self.rows, :: self.columns], (0, 0, 0, 0, 0, self.extra_channels))`,
};
