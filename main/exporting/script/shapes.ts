/** Python that draws the pictures of `shapes`, the same bytes as main/datasets/shapes. */
import { streams } from '../../datasets/shapes/draw';
import { corners } from '../../datasets/shapes/outlines';
import { TAN_20_DEGREES, TAN_22_5_DEGREES } from '../../datasets/shapes/random';
import type { DatasetSource } from '../../datasets/sources/source';
import { literal } from './python';

/** Behind `Random`. @param limited only as many as TRAIN_LIMIT and VAL_LIMIT say */
export const shapesSource = ({ classes, generateDefaults }: DatasetSource, limited: boolean): string => {
  const { trainCount, valCount, seed } = generateDefaults as NonNullable<DatasetSource['generateDefaults']>;
  const { train, val } = streams;
  const count = (whole: number, limit: string) => (limited ? `${limit} or ${whole}` : `${whole}`);
  return `class Drawing(Random):
    def between(self, low, high):
        return low + self.unit() * (high - low)

    def tilt(self, largest=${TAN_20_DEGREES}):
        t = self.between(-largest, largest)
        return (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)

    def direction(self):
        x, y = self.tilt(${TAN_22_5_DEGREES})
        return [(x, y), (-y, x), (-x, -y), (y, -x)][self.below(4)]

    def color(self, low, high):
        return np.array([self.between(low, high) for _ in range(3)])

    def nearby(self, color, by):
        return color + [self.between(-by, by) for _ in range(3)]


NAMES = ${literal(classes)}
ROWS, COLUMNS = np.mgrid[0:32, 0:32].astype(float)


def source(root):
    """Pictures of ten shapes, drawn from a seed; nothing is read from \`root\`."""
    train = drawn_split(${count(trainCount, 'TRAIN_LIMIT')}, ${train.example}, ${train.order})
    return train, drawn_split(${count(valCount, 'VAL_LIMIT')}, ${val.example}, ${val.order}), NAMES


def drawn_split(count, example, order, seed=${seed}):
    labels = np.array([class_of(seed, order, index) for index in range(count)])
    images = np.empty((count, 32, 32, 3), "uint8")
    for first in range(0, count, 500):
        block = labels[first : first + 500]
        randoms = [Drawing(seed, example, first + index) for index in range(len(block))]
        canvases = np.stack([figure(random, NAMES[label]) for random, label in zip(randoms, block)])
        images[first : first + 500] = noisy(canvases, randoms)
    return images, labels


def class_of(seed, order, index):
    """Every ten indices contain each class once."""
    random, labels = Random(seed, order, index // 10), list(range(10))
    for i in range(9, 0, -1):
        j = random.below(i + 1)
        labels[i], labels[j] = labels[j], labels[i]
    return labels[index % 10]


def figure(random, name):
    ground = random.color(0, 150)
    second = random.nearby(ground, 40)
    canvas = ground + (second - ground) * texture(random)[..., None]
    for _ in range(1 + random.below(4)):
        distractor(random, canvas)
    luma = lambda color: 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]
    ink = random.color(40, 256)
    while not luma(ink) - luma(ground) > 40:
        ink = random.color(40, 256)
    radius = random.between(7, 13)
    reach = max(radius, 10)
    x, y = random.between(reach, 32 - reach), random.between(reach, 32 - reach)
    dx, dy = random.tilt()
    distance = lambda x, y: outline(name, (x * dx + y * dy) / radius, (y * dx - x * dy) / radius) * radius
    paint(canvas, ink, random.nearby(ink, 30), 1, x, y, radius + 1, distance)
    if random.below(3) == 0:
        distractor(random, canvas)
    return canvas


def texture(random):
    """Shares of a second color, [32, 32]."""
    kind = random.below(4)
    dx, dy = random.direction()
    shift, period = random.between(0, 32), random.between(4, 14)

    def wave(position):
        phase = position / period - np.floor(position / period)
        return np.minimum(1, np.maximum(0, 4 * abs(phase - 0.5) - 0.5))

    if kind == 0:
        return ((COLUMNS - 16) * dx + (ROWS - 16) * dy) / 46 + 0.5
    if kind < 3:
        a = wave(COLUMNS * dx + ROWS * dy + shift)
        b = wave(ROWS * dx - COLUMNS * dy + shift)
        return a if kind == 1 else a + b - 2 * a * b
    cell = random.between(4, 9)
    across = math.ceil(32 / cell) + 2
    values = np.array([random.unit() for _ in range(across * across)])
    column, row = np.floor(COLUMNS / cell), np.floor(ROWS / cell)
    fx, fy = COLUMNS / cell - column, ROWS / cell - row
    at = (row * across + column).astype(int)
    top = values[at] * (1 - fx) + values[at + 1] * fx
    bottom = values[at + across] * (1 - fx) + values[at + across + 1] * fx
    return top * (1 - fy) + bottom * fy


def distractor(random, canvas):
    """A dot or a stroke."""
    color, opacity = random.color(0, 256), random.between(0.5, 1)
    x, y = random.between(0, 32), random.between(0, 32)
    if random.below(2) == 0:
        radius = random.between(0.8, 2.2)
        return paint(canvas, color, color, opacity, x, y, radius + 1, lambda x, y: np.sqrt(x * x + y * y) - radius)
    half, thickness = random.between(2.5, 8), random.between(0.4, 0.8)
    dx, dy = random.direction()

    def distance(x, y):
        along = np.minimum(half, np.maximum(-half, x * dx + y * dy))
        return np.sqrt((x - along * dx) ** 2 + (y - along * dy) ** 2) - thickness

    paint(canvas, color, color, opacity, x, y, half + 2, distance)


def paint(canvas, first, second, opacity, x, y, reach, distance):
    """Paints the inside of a signed distance in pixels."""
    rows = slice(max(0, math.floor(y - reach)), min(31, math.ceil(y + reach)) + 1)
    columns = slice(max(0, math.floor(x - reach)), min(31, math.ceil(x + reach)) + 1)
    down = ROWS[rows, columns] + 0.5 - y
    cover = opacity * np.minimum(1, np.maximum(0, 0.5 - distance(COLUMNS[rows, columns] + 0.5 - x, down)))
    amount = (down + reach) / (2 * reach)
    ink = first + (second - first) * amount[..., None]
    part = canvas[rows, columns]
    part += (ink - part) * cover[..., None]


def outline(name, x, y):
    """A signed distance, negative inside."""
    length = lambda x, y: np.sqrt(x * x + y * y)

    def box(width, height):
        dx, dy = abs(x) - width, abs(y) - height
        return length(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0)

    if name in CORNERS:
        return polygon(CORNERS[name], x, y)
    return {
        "circle": lambda: length(x, y) - 0.85,
        "ring": lambda: abs(length(x, y) - 0.72) - 0.2,
        "semicircle": lambda: np.maximum(length(x, y + 0.4) - 0.9, -(y + 0.4)),
        "crescent": lambda: np.maximum(length(x, y) - 0.95, 0.74 - length(x - 0.48, y)),
        "square": lambda: box(0.72, 0.72),
        "cross": lambda: np.minimum(box(0.92, 0.27), box(0.27, 0.92)),
    }[name]()


CORNERS = ${literal(corners)}


def polygon(corners, x, y):
    nearest, inside = np.full(x.shape, np.inf), np.zeros(x.shape, bool)
    points = list(zip(corners[::2], corners[1::2]))
    for (bx, by), (ax, ay) in zip(points, points[-1:] + points[:-1]):
        ex, ey = bx - ax, by - ay
        along = np.minimum(1, np.maximum(0, ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey)))
        dx, dy = x - ax - along * ex, y - ay - along * ey
        nearest = np.minimum(nearest, dx * dx + dy * dy)
        if ey:
            inside ^= ((ay > y) != (by > y)) & (x < ax + (y - ay) / ey * ex)
    return np.where(inside, -np.sqrt(nearest), np.sqrt(nearest))


def noisy(canvases, randoms):
    """Adds triangular noise, and rounds; the generators go on side by side."""
    amplitude = np.array([random.between(4, 24) for random in randoms])
    a, b, c, counter = (np.array([getattr(random, name) for random in randoms], "uint32") for name in ("a", "b", "c", "counter"))
    noise = np.empty((32 * 32 * 3, len(randoms)))
    for i in range(len(noise)):
        total = a + b + counter
        counter += np.uint32(1)
        a, b = b ^ (b >> 9), c + (c << 3)
        c = (c << 21 | c >> 11) + total
        noise[i] = ((total & 255).astype(float) + (total >> 8 & 255) - 255) / 255
    levels = canvases.reshape(len(randoms), -1) + noise.T * amplitude[:, None] + 0.5
    return np.clip(np.floor(levels), 0, 255).astype("uint8").reshape(-1, 32, 32, 3)`;
};
