"""Makes test/reference/fixtures/tfds: a tiny set written by TensorFlow Datasets itself, and what it reads back.

Usage: python test/reference/make_tfds_fixture.py (with tensorflow-datasets). Three splits, two shards of the largest,
JPEG-coded pictures, names of classes and of files. expected.json holds per split the label, name and MD5 of the encoded
bytes of each example, as TensorFlow Datasets hands them out.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile

import numpy as np
import tensorflow_datasets as tfds

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures", "tfds")
# The builder looks for its own module as a part of a package.
sys.modules["tiny_pets"] = sys.modules[__name__]


class TinyPets(tfds.core.GeneratorBasedBuilder):
    VERSION = tfds.core.Version("1.2.0")

    def _info(self):
        features = {
            "image": tfds.features.Image(shape=(None, None, 3), encoding_format="jpeg"),
            "image/filename": tfds.features.Text(),
            "label": tfds.features.ClassLabel(names=["zebra", "ant"]),
        }
        return tfds.core.DatasetInfo(
            builder=self,
            features=tfds.features.FeaturesDict(features),
            supervised_keys=("image", "label"),
        )

    def _split_generators(self, dl_manager):
        counts = {"train": 6, "validation": 3, "test": 2}
        return {name: self._generate_examples(name, count) for name, count in counts.items()}

    def _generate_examples(self, split, count):
        random = np.random.default_rng(len(split))
        for n in range(count):
            image = random.integers(0, 256, (8 + n, 9, 3), dtype=np.uint8)
            yield n, {"image": image, "image/filename": f"{split}{n}.jpg", "label": n % 2}


def main():
    with tempfile.TemporaryDirectory() as data:
        builder = TinyPets(data_dir=data, file_format="tfrecord")
        builder.download_and_prepare(download_config=tfds.download.DownloadConfig(num_shards=2))
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.copytree(builder.data_dir, os.path.join(FOLDER, "1.2.0"))
        raw = {"image": tfds.decode.SkipDecoding()}
        expected = {
            split: sorted(
                [
                    int(example["label"]),
                    example["image/filename"].decode(),
                    hashlib.md5(example["image"]).hexdigest(),
                ]
                for example in builder.as_dataset(split=split, decoders=raw).as_numpy_iterator()
            )
            for split in builder.info.splits
        }
    with open(os.path.join(FOLDER, "expected.json"), "w") as file:
        json.dump(expected, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
