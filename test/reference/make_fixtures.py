"""Writes the fixtures that hold Skipwire's compiler to Keras 3 (see README.md).

    python test/reference/make_fixtures.py [run ...]

writes all runs, or those named.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from networks import cifar_network, mixed_network, study_network

FIXTURES = Path(__file__).parent / "fixtures"
STEPS = 10
SEED = 7

RUNS = [
    dict(name="resnet18", net=dict(depth=18, residual=True, base=4), input=[32, 32, 3], batch=16,
         learning_rate=0.01, momentum=0.0, clipnorm=1.0),
    dict(name="plain18", net=dict(depth=18, residual=False, base=4), input=[37, 41, 3], batch=16,
         learning_rate=0.005, momentum=0.9, clipnorm=None),
    dict(name="resnet50", net=dict(depth=50, residual=True, base=3), input=[41, 37, 3], batch=16,
         learning_rate=0.005, momentum=0.9, clipnorm=1.0),
    dict(name="plain50", net=dict(depth=50, residual=False, base=3), input=[40, 40, 3], batch=16,
         learning_rate=0.005, momentum=0.0, clipnorm=0.5),
    dict(name="resnet18-cifar", style="cifar", net=dict(depth=18, base=2), input=[16, 18, 3], batch=8,
         learning_rate=0.01, momentum=0.9, clipnorm=1.0),
    # Taken for probabilities: clipped to [1e-7, 1 - 1e-7] and normalised.
    dict(name="mixed", head="tanh", input=[9, 7, 3], batch=10,
         learning_rate=0.1, momentum=0.5, clipnorm=0.3),
    # Keras on TensorFlow computes the loss of a sigmoid head from its logits, as that of a softmax head.
    dict(name="mixed-sigmoid", head="sigmoid", input=[9, 7, 3], batch=10,
         learning_rate=0.1, momentum=0.0, clipnorm=None),
    # Fine-tuning: trained layers in front of, between and behind frozen ones, one of the two BatchNormalizations frozen.
    dict(name="mixed-frozen", head="softmax", input=[9, 7, 3], batch=10, frozen=["bn1", "conv3", "hidden"],
         learning_rate=0.05, momentum=0.9, clipnorm=None, global_clipnorm=0.5),
    dict(name="mixed-frozen-adamw", head="softmax", input=[9, 7, 3], batch=10, frozen=["conv1", "bn2", "hidden"],
         optimizer="adamw", learning_rate=0.01, weight_decay=0.1, momentum=0.0, clipnorm=None),
]
# How far Keras' own float32 run may be from its float64 run: a fixture that single precision cannot
# reproduce would test luck. (Deep networks with the usual start amplify rounding within ten steps.)
LARGEST_ROUNDING = 2e-5


def classes_of(run):
    return 10 if "net" in run else 4


def save_safetensors(path, tensors):
    """https://huggingface.co/docs/safetensors: length, JSON header, little-endian data."""
    header, offset, blobs = {}, 0, []
    for name, array in tensors.items():
        blob = np.ascontiguousarray(array, dtype="<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(array.shape),
            "data_offsets": [offset, offset + len(blob)],
        }
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(blobs))


def weights_of(model):
    """By `<layer>/<weight>`."""
    return {
        f"{layer.name}/{variable.name}": variable
        for layer in model.layers
        for variable in layer.weights
    }


def start(model, rng):
    """No parameter at a value that could hide a fault: no bias is 0, no moving statistic 0 or 1.

    Rather large betas keep most units of the ReLUs active, so that the network is well conditioned.
    """
    values = {}
    for name, variable in weights_of(model).items():
        shape = tuple(variable.shape)
        kind = name.split("/")[-1]
        if kind == "kernel":
            value = rng.normal(size=shape) * np.sqrt(2 / np.prod(shape[:-1]))
        elif kind == "gamma":
            value = rng.uniform(0.3, 0.7, size=shape)
        elif kind == "beta":
            value = rng.uniform(1.0, 2.0, size=shape)
        elif kind == "moving_variance":
            value = rng.uniform(0.5, 1.5, size=shape)
        else:
            value = rng.normal(size=shape) * 0.3
        values[name] = value.astype("float32")
    return values


def images_of(run):
    """Pseudo-random bytes [STEPS, batch, H, W, C] by an integer hash of their index (murmur3's finaliser)."""
    shape = (STEPS, run["batch"], *run["input"])
    h = np.arange(np.prod(shape), dtype=np.uint32)
    with np.errstate(over="ignore"):
        h ^= h >> np.uint32(16)
        h *= np.uint32(0x85EBCA6B)
        h ^= h >> np.uint32(13)
        h *= np.uint32(0xC2B2AE35)
        h ^= h >> np.uint32(16)
    return (h >> np.uint32(24)).astype(np.uint8).reshape(shape)


def train(run, initial, images, labels, dtype):
    """Ten steps of train_on_batch in the given precision."""
    keras.backend.clear_session()
    keras.config.set_floatx(dtype)
    classes = classes_of(run)
    if "net" in run:
        network = cifar_network if run.get("style") == "cifar" else study_network
        model = network(**run["net"], input_shape=tuple(run["input"]), classes=classes)
    else:
        model = mixed_network(run["head"])
    if initial is None:
        initial = start(model, np.random.default_rng(SEED))
    for name, variable in weights_of(model).items():
        variable.assign(initial[name].astype(dtype))
    for name in run.get("frozen", []):
        model.get_layer(name).trainable = False
    clipping = dict(clipnorm=run["clipnorm"], global_clipnorm=run.get("global_clipnorm"))
    if run.get("optimizer") == "adamw":
        optimizer = keras.optimizers.AdamW(run["learning_rate"], weight_decay=run["weight_decay"], **clipping)
    else:
        optimizer = keras.optimizers.SGD(run["learning_rate"], momentum=run["momentum"], **clipping)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"], jit_compile=False)

    x = images.astype(dtype) / 255
    losses, accuracies = [], []
    before = model.predict_on_batch(x[0])
    for batch, classes_of_batch in zip(x, labels):
        model.reset_metrics()
        logs = model.train_on_batch(batch, classes_of_batch, return_dict=True)
        losses.append(float(logs["loss"]))
        accuracies.append(float(logs["accuracy"]))
    after = model.predict_on_batch(x[0])
    model.reset_metrics()
    evaluation = model.test_on_batch(x[0], labels[0], return_dict=True)

    final = {name: variable.numpy() for name, variable in weights_of(model).items()}
    slots = {"momentum": optimizer.momentums} if run["momentum"] else {}
    if run.get("optimizer") == "adamw":
        slots = {"momentum": optimizer._momentums, "velocity": optimizer._velocities}
    for kind, values in slots.items():
        for variable, value in zip(model.trainable_variables, values, strict=True):
            layer = next(l for l in model.layers if any(w is variable for w in l.weights))
            final[f"{layer.name}/{variable.name}/{kind}"] = value.numpy()
    trainable = sum(int(np.prod(v.shape)) for v in model.trainable_variables)
    return dict(initial=initial, losses=losses, trainable=trainable, accuracies=accuracies, before=before, after=after,
                evaluation={key: float(evaluation[key]) for key in ("loss", "accuracy")}, final=final)


def record(run):
    images = images_of(run)
    classes = classes_of(run)
    labels = np.random.default_rng(SEED).integers(0, classes, size=images.shape[:2], dtype=np.int32)
    exact = train(run, None, images, labels, "float64")
    single = train(run, exact["initial"], images, labels, "float32")

    loss_rounding = np.max(np.abs(np.divide(single["losses"], exact["losses"]) - 1))
    weight_rounding = max(np.max(np.abs(exact["final"][k] - single["final"][k])) for k in exact["final"])
    print(f"{run['name']}: losses {np.round(exact['losses'], 3)}; "
          f"float32 differs by {loss_rounding:.1e} (losses), {weight_rounding:.1e} (weights)")
    assert max(loss_rounding, weight_rounding) < LARGEST_ROUNDING, "ill-conditioned: choose other settings"

    tensors = {f"initial/{name}": value for name, value in exact["initial"].items()}
    tensors |= {f"final/{name}": value.astype("float32") for name, value in exact["final"].items()}
    tensors |= {
        "prediction/before": exact["before"].astype("float32"),
        "prediction/after": exact["after"].astype("float32"),
    }
    save_safetensors(FIXTURES / f"{run['name']}.safetensors", tensors)
    return {
        "name": run["name"],
        **({"style": run["style"]} if "style" in run else {}),
        "base": run["net"]["base"] if "net" in run else None,
        "head": run.get("head", "softmax"),
        "inputShape": run["input"],
        "classes": classes,
        "batchSize": run["batch"],
        "learningRate": run["learning_rate"],
        "momentum": run["momentum"],
        "clipnorm": run["clipnorm"],
        **({"globalClipnorm": run["global_clipnorm"]} if "global_clipnorm" in run else {}),
        **({"adamwDecay": run["weight_decay"]} if run.get("optimizer") == "adamw" else {}),
        **({"frozen": run["frozen"], "trainableParams": exact["trainable"]} if "frozen" in run else {}),
        "labels": labels.tolist(),
        "losses": exact["losses"],
        "accuracies": exact["accuracies"],
        "evaluation": exact["evaluation"],
    }


def summary_of(model):
    rows = []
    for layer in model.layers:
        rows.append({
            "name": layer.name,
            "type": "Input" if isinstance(layer, keras.layers.InputLayer) else type(layer).__name__,
            "outputShape": list(layer.output.shape[1:]),
            "params": layer.count_params(),
        })
    trainable = sum(int(np.prod(v.shape)) for v in model.trainable_variables)
    return {
        "name": model.name,
        "layers": rows,
        "totalParams": model.count_params(),
        "trainableParams": trainable,
        "nonTrainableParams": model.count_params() - trainable,
    }


def main(names):
    FIXTURES.mkdir(exist_ok=True)
    path = FIXTURES / "runs.json"
    known = {run["name"]: run for run in json.loads(path.read_text())["runs"]} if path.exists() else {}
    for run in RUNS:
        if not names or run["name"] in names:
            known[run["name"]] = record(run)
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__}
    text = ",\n".join(json.dumps(known[run["name"]]) for run in RUNS)
    path.write_text(f"{json.dumps(versions)[:-1]}, \"runs\": [\n{text}\n]}}\n")

    keras.backend.clear_session()
    keras.config.set_floatx("float32")
    summaries = [summary_of(study_network(depth, residual)) for depth in (34, 50) for residual in (True, False)]
    summaries += [summary_of(cifar_network(depth)) for depth in (18, 50)]
    text = ",\n".join(json.dumps(summary) for summary in summaries)
    (FIXTURES / "summaries.json").write_text(f"[\n{text}\n]\n")
    for summary in summaries:
        print(summary["name"], summary["totalParams"])


if __name__ == "__main__":
    main(sys.argv[1:])
