"""Writes fixtures/tutorial-order.json: the stream of batches of the tutorial's data set, as tf.data gives it.

A batch is written as the index of its first image and its number of images. The pair of seeds of the shuffle is (seed, 1).
"""
import json, os
import tensorflow as tf

FOLDER = os.path.join(os.path.dirname(__file__), "fixtures")
# Images, batch, seed, epochs: fewer batches than the buffer, more of them, and CIFAR-10 as the tutorial has it.
CASES = [(53, 5, 3, 4), (903, 4, 1, 3), (50_000, 256, 1, 2)]


def stream(images, batch, seed):
    tf.random.set_seed(seed)
    data = tf.data.Dataset.range(images).batch(batch).repeat()
    return data.shuffle(200, seed=1, reshuffle_each_iteration=False)


def main():
    cases = []
    for images, batch, seed, epochs in CASES:
        steps = images // batch
        drawn = [b.tolist() for b in stream(images, batch, seed).take(steps * epochs).as_numpy_iterator()]
        assert all(b == list(range(b[0], b[0] + len(b))) for b in drawn)
        of_epochs = [[[b[0], len(b)] for b in drawn[steps * e : steps * (e + 1)]] for e in range(epochs)]
        cases.append({"images": images, "batch": batch, "seed": seed, "epochs": of_epochs})
    with open(os.path.join(FOLDER, "tutorial-order.json"), "w") as file:
        json.dump({"tensorflow": tf.__version__, "cases": cases}, file)


if __name__ == "__main__":
    main()
