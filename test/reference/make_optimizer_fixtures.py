"""Writes optimizers.json: how Keras 3 updates two variables over ten steps, for every optimizer (see README.md).

    python test/reference/make_optimizer_fixtures.py

Computed in float64 from values and gradients that float32 holds exactly. The loss whose gradient is taken is
sum(gradient * variable), so that the penalty comes from Keras' own regularizer.
"""

import json
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

STEPS = 10
SHAPES = {"kernel": (3, 4), "bias": (4,)}

# Settings in Skipwire's names; what is left out has its default, but for clipnorm, which is off.
CASES = {
    "sgd": dict(type="sgd"),
    "sgd, momentum": dict(type="sgd", momentum=0.9),
    "sgd, nesterov": dict(type="sgd", momentum=0.9, nesterov=True),
    "sgd, momentum, clipnorm": dict(type="sgd", momentum=0.9, clipnorm=1.0),
    "sgd, nesterov, global clipnorm": dict(type="sgd", momentum=0.8, nesterov=True, globalClipnorm=1.5),
    "sgd, clipvalue": dict(type="sgd", clipvalue=0.3),
    "sgd, momentum, l2": dict(type="sgd", momentum=0.9, l2=0.05),
    "sgd, momentum, l2, clipnorm": dict(type="sgd", momentum=0.9, l2=0.5, clipnorm=1.0),
    "sgd, weight decay": dict(type="sgd", momentum=0.9, weightDecay=0.1),
    "sgd, weight decay and l2 that spare biases": dict(
        type="sgd", momentum=0.9, weightDecay=0.1, l2=0.05, decaySparesNormsAndBiases=True),
    "adam": dict(type="adam"),
    "adam, other numbers": dict(type="adam", beta1=0.8, beta2=0.95, epsilon=1e-3),
    "adam, amsgrad": dict(type="adam", beta2=0.9, amsgrad=True),
    "adam, weight decay": dict(type="adam", weightDecay=0.1),
    "adam, clipnorm, l2": dict(type="adam", clipnorm=0.5, l2=0.05),
    "adamw": dict(type="adamw", weightDecay=0.004),
    "adamw that spares biases, clipvalue": dict(
        type="adamw", weightDecay=0.3, decaySparesNormsAndBiases=True, clipvalue=0.2),
    "adamw, amsgrad, global clipnorm": dict(type="adamw", weightDecay=0.05, amsgrad=True, beta2=0.9,
                                            globalClipnorm=1.0),
    "rmsprop": dict(type="rmsprop"),
    "rmsprop, momentum": dict(type="rmsprop", rho=0.8, momentum=0.9, epsilon=1e-3),
    "rmsprop, centered": dict(type="rmsprop", centered=True),
    "rmsprop, centered, momentum, weight decay": dict(
        type="rmsprop", centered=True, momentum=0.5, weightDecay=0.1),
    "rmsprop, clipnorm": dict(type="rmsprop", clipnorm=0.5),
}
# Keras has no rate per layer: what has a factor gets an optimizer of its own, with the rate times the factor.
FACTORS = {
    "sgd, momentum, clipnorm, weight decay, a factor": (
        dict(type="sgd", momentum=0.9, clipnorm=1.0, weightDecay=0.1), {"bias": 0.125}),
    "adamw, a factor": (dict(type="adamw", weightDecay=0.3), {"kernel": 0.5}),
}
CLASSES = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW", "rmsprop": "RMSprop"}
NAMES = {"beta1": "beta_1", "beta2": "beta_2", "globalClipnorm": "global_clipnorm", "weightDecay": "weight_decay"}
OURS = {"type", "l2", "decaySparesNormsAndBiases"}


def draws():
    """Gradients that differ in size from value to value and from step to step; some change sign."""
    rng = np.random.default_rng(11)
    initial = {name: rng.normal(size=shape).astype("float32") for name, shape in SHAPES.items()}
    gradients = [
        {
            name: (rng.normal(size=shape) * rng.choice([0.02, 0.3, 2.0], size=shape)).astype("float32")
            for name, shape in SHAPES.items()
        }
        for _ in range(STEPS)
    ]
    rates = [float(np.float32(0.05 * (1 - step / (2 * STEPS)))) for step in range(STEPS)]
    return initial, gradients, rates


def run(settings, initial, gradients, rates, factors={}):
    keras.config.set_floatx("float64")
    options = {NAMES.get(key, key): value for key, value in settings.items() if key not in OURS}
    sparing = settings.get("decaySparesNormsAndBiases", False)
    groups = {}
    for name in initial:
        groups.setdefault(factors.get(name, 1), []).append(name)
    optimizers = {
        factor: getattr(keras.optimizers, CLASSES[settings["type"]])(learning_rate=rates[0], **options)
        for factor in groups
    }
    if sparing:
        for optimizer in optimizers.values():
            optimizer.exclude_from_weight_decay(var_names=["bias"])
    variables = {
        name: keras.Variable(value.astype("float64"), dtype="float64", name=name)
        for name, value in initial.items()
    }
    penalty = keras.regularizers.L2(settings.get("l2", 0) / 2)
    path = []
    for given, rate in zip(gradients, rates):
        with tf.GradientTape() as tape:
            loss = sum(tf.reduce_sum(given[name].astype("float64") * v.value) for name, v in variables.items())
            penalised = [v for name, v in variables.items() if not (sparing and name == "bias")]
            loss += sum(tf.cast(penalty(v.value), "float64") for v in penalised)
        found = tape.gradient(loss, {name: v.value for name, v in variables.items()})
        for factor, names in groups.items():
            optimizers[factor].learning_rate = rate * factor
            optimizers[factor].apply([found[name] for name in names], [variables[name] for name in names])
        path.append({name: v.numpy().ravel().tolist() for name, v in variables.items()})
    slots = {}
    for attribute, kind in [("momentums", "momentum"), ("_momentums", "momentum"), ("_velocities", "velocity"),
                            ("_velocity_hats", "velocity_hat"), ("_average_gradients", "average_gradient")]:
        for factor, names in groups.items():
            for name, slot in zip(names, getattr(optimizers[factor], attribute, [])):
                slots[f"{name}/{kind}"] = slot.numpy().ravel().tolist()
    return dict(path=path, slots=slots)


def losses():
    """Label smoothing on a softmax head: keras.losses.CategoricalCrossentropy on one-hot labels."""
    rng = np.random.default_rng(3)
    scores = rng.normal(size=(6, 5)).astype("float32")
    labels = rng.integers(0, 5, size=6)
    found = []
    for smoothing in (0.0, 0.1, 0.5):
        values = tf.constant(scores.astype("float64"))
        with tf.GradientTape() as tape:
            tape.watch(values)
            loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=smoothing, dtype="float64")(
                tf.one_hot(labels, 5, dtype="float64"), values)
        found.append(dict(smoothing=smoothing, loss=float(loss),
                          gradient=tape.gradient(loss, values).numpy().ravel().tolist()))
    return dict(classes=5, scores=scores.ravel().tolist(), labels=labels.tolist(), cases=found)


def rounded(value):
    """Nine digits are enough for float32 and keep the file small."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, list) else value


def main():
    initial, gradients, rates = draws()
    flat = lambda values: {name: value.ravel().tolist() for name, value in values.items()}
    fixture = dict(
        keras=keras.__version__,
        tensorflow=tf.__version__,
        shapes=SHAPES,
        initial=flat(initial),
        gradients=[flat(each) for each in gradients],
        rates=rates,
        cases=[dict(name=name, settings=settings, **run(settings, initial, gradients, rates))
               for name, settings in CASES.items()]
        + [dict(name=name, settings=settings, factors=factors, **run(settings, initial, gradients, rates, factors))
           for name, (settings, factors) in FACTORS.items()],
        losses=losses(),
    )
    path = Path(__file__).parent / "fixtures" / "optimizers.json"
    path.write_text(json.dumps(rounded(fixture), separators=(",", ":")) + "\n")
    print(path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
