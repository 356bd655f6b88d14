"""Makes test/reference/images: small JPEG and PNG files, and decoded.bin, what TensorFlow in Python decodes them to.

Usage: make_images.py (with tensorflow). decoded.bin holds one 20x24x3 image of bytes after the other, in the order of
FILES: resized as keras.utils.image_dataset_from_directory does (tf.image.resize, bilinear, no antialiasing), rounded.
"""

import os

import numpy as np
import tensorflow as tf

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "images")
FILES = ["photo.jpg", "grey.jpg", "drawing.png", "small.jpg"]


def waves(height, width, channels, seed):
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    planes = []
    for _ in range(channels):
        a, b, c = random.uniform(0.05, 0.4, 3)
        planes.append(np.sin(a * x + c) + np.cos(b * y * c) + random.normal(0, 0.05, (height, width)))
    image = np.stack(planes, -1)
    return np.uint8(np.round(255 * (image - image.min()) / np.ptp(image)))


def main():
    os.makedirs(FOLDER, exist_ok=True)
    contents = {
        "photo.jpg": tf.io.encode_jpeg(waves(61, 47, 3, 1), quality=85),
        "grey.jpg": tf.io.encode_jpeg(waves(33, 40, 1, 2)),
        "drawing.png": tf.io.encode_png(waves(24, 24, 4, 3)),
        "small.jpg": tf.io.encode_jpeg(waves(9, 13, 3, 4), chroma_downsampling=False),
    }
    with open(os.path.join(FOLDER, "decoded.bin"), "wb") as decoded:
        for name in FILES:
            content = contents[name].numpy()
            with open(os.path.join(FOLDER, name), "wb") as file:
                file.write(content)
            if name.endswith(".png"):
                image = tf.io.decode_png(content, channels=3)
            else:
                image = tf.io.decode_jpeg(content, channels=3, dct_method="INTEGER_ACCURATE")
            resized = tf.image.resize(image, (20, 24), method="bilinear")
            decoded.write(np.uint8(np.round(resized.numpy())).tobytes())


main()
