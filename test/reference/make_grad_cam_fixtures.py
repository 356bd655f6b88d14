"""Writes fixtures/grad-cam.json: Grad-CAM (Selvaraju et al., 2017) by Keras and tf.GradientTape, of the networks and the final
weights of make_fixtures.py on its first images. The gradient is that of the logit: the last layer without its softmax."""
import json, os
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras, numpy as np, tensorflow as tf
from make_fixtures import images_of
from networks import study_network

FOLDER = os.path.join(os.path.dirname(__file__), "fixtures")
COUNT = 3
CASES = [("resnet18", 18, (32, 32, 3), 4, ["stage2.block2.relu", "stage3.block1.add"], 16),
         ("resnet50", 50, (41, 37, 3), 3, ["stage4.block3.relu", "stage3.block6.add"], 16)]


def tensors(name):
    with open(os.path.join(FOLDER, f"{name}.safetensors"), "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    return {key: np.frombuffer(data[slice(*entry["data_offsets"])], np.float32).reshape(entry["shape"])
            for key, entry in header.items() if key != "__metadata__"}


def maps(model, images, node, of):
    head = model.layers[-1]
    features = keras.Model(model.inputs, [model.get_layer(node).output, head.input])
    with tf.GradientTape() as tape:
        maps, x = features(images, training=False)
        logits = x @ head.kernel + head.bias
        chosen = tf.reduce_sum(tf.reduce_max(logits, -1) if of is None else logits[:, of])
    weights = tf.reduce_mean(tape.gradient(chosen, maps), (1, 2), keepdims=True)
    return tf.nn.relu(tf.reduce_sum(weights * maps, -1)).numpy()


def main():
    cases = []
    for name, depth, shape, base, nodes, batch in CASES:
        keras.utils.clear_session()
        model = study_network(depth, True, shape, base=base)
        values = tensors(name)
        for layer in model.layers:
            for variable in layer.weights:
                variable.assign(values[f"final/{layer.name}/{variable.name}"])
        images = np.asarray(images_of({"batch": batch, "input": shape})[0][:COUNT], np.float32) / 255
        for node in nodes:
            for of in (None, 3):
                found = maps(model, tf.convert_to_tensor(images), node, of)
                cases.append({"network": name, "node": node, "of": of, "shape": list(found.shape), "map": [float(f"{v:.9g}") for v in found.ravel()]})
                print(name, node, of, found.shape, found.max())
    with open(os.path.join(FOLDER, "grad-cam.json"), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
