"""Writes fixtures/preprocessing.json: stored images brought to other sizes and channels by TensorFlow and Keras.

stretch: tf.image.resize without antialiasing. fit: tf.image.resize_with_pad. crop: keras.utils' smart_resize for
bilinear and bicubic (what image_dataset_from_directory(crop_to_aspect_ratio=True) does); for area its window, then
tf.image.resize. Then grey by ITU-R BT.601, rounded half to even and clipped to bytes, or grey repeated.
"""
import base64, itertools, json, os
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras, numpy as np, tensorflow as tf

# Stored size and channels, then the network's.
CASES = [((12, 17, 3), (8, 8, 3)), ((12, 17, 3), (20, 9, 1)), ((9, 9, 1), (14, 21, 3)), ((16, 5, 1), (6, 6, 1)), ((7, 11, 3), (7, 11, 1))]
COUNT = 3


def resized(x, size, interpolation, fit):
    if fit == "stretch":
        return tf.image.resize(x, size, method=interpolation)
    if fit == "fit":
        return tf.image.resize_with_pad(x, *size, method=interpolation)
    if interpolation != "area":
        return keras.preprocessing.image.smart_resize(tf.convert_to_tensor(x), size, interpolation=interpolation)
    height, width = x.shape[1:3]
    rows = max(1, min(height, int(np.float32(width * size[0]) / size[1])))
    columns = max(1, min(width, int(np.float32(height * size[1]) / size[0])))
    top, left = int((height - rows) / 2), int((width - columns) / 2)
    return tf.image.resize(x[:, top:top + rows, left:left + columns], size, method="area")


def main():
    rng = np.random.default_rng(4)
    cases = []
    for (stored, wanted), interpolation, fit in itertools.product(CASES, ["bilinear", "bicubic", "area"], ["stretch", "fit", "crop"]):
        images = rng.integers(0, 256, (COUNT, *stored), dtype=np.uint8)
        levels = np.asarray(resized(images, wanted[:2], interpolation, fit), np.float32)
        if stored[2] == 3 and wanted[2] == 1:
            levels = (levels * np.array([0.299, 0.587, 0.114], np.float32)).sum(-1, keepdims=True, dtype=np.float32)
        out = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
        if stored[2] == 1 and wanted[2] == 3:
            out = np.repeat(out, 3, -1)
        cases.append({"interpolation": interpolation, "fit": fit, "stored": stored, "wanted": wanted,
                      "images": base64.b64encode(images.tobytes()).decode(), "expected": base64.b64encode(out.tobytes()).decode()})
    path = os.path.join(os.path.dirname(__file__), "fixtures", "preprocessing.json")
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
