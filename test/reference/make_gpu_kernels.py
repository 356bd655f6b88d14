"""Writes gpu-kernels.json: which kernels TensorFlow registers for a GPU, of every op that main/compiler/emit names.

    python test/reference/make_gpu_kernels.py (with the `tensorflow` wheel that has CUDA; no GPU is needed)

An op's line holds the arguments that it takes and gives, `values:N` for as many as its attribute N says, and the kernels
in the order in which TensorFlow looks for one: those of GPUs before those of any device. A kernel lists the types it
takes by attribute (each combination of them; absent: any) and the arguments that stay in the computer's memory. Types that
no emission uses are left out.
"""

import itertools
import json
import os
import re
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf
from tensorflow.python.framework import kernels, op_def_registry

HERE = Path(__file__).parent
EMIT = HERE.parent.parent / "main" / "compiler" / "emit"
TYPES = ["float32", "float64", "float16", "bfloat16", "int32", "int64", "uint8", "bool", "string", "resource", "variant"]
DEVICES = ["GPU", "DEFAULT"]


def emitted():
    """Words in quotes that are ops, and, where a file writes `${...}Grad`, those with Grad behind them."""
    found = set()
    for file in EMIT.rglob("*.ts"):
        source = file.read_text()
        words = set(re.findall(r"'([A-Z]\w+)'", source))
        found |= words
        if "}Grad`" in source:
            found |= {f"{word}Grad" for word in words}
    return sorted(name for name in found if op_def_registry.get(name) is not None)


def name_of(number):
    return tf.dtypes.as_dtype(number).name


def kernels_of(op):
    """[(types by attribute, arguments in the computer's memory)] for one device after the other."""
    registered = [kernel for kernel in kernels.get_registered_kernels_for_op(op).kernel if not kernel.label]
    known = []
    for device in DEVICES:
        found = []
        for kernel in registered:
            if kernel.device_type != device:
                continue
            types = {}
            for constraint in kernel.constraint:
                allowed = {name_of(number) for number in constraint.allowed_values.list.type}
                types[constraint.name] = frozenset(allowed & set(TYPES))
            if all(types.values()):
                found.append((types, tuple(sorted(set(kernel.host_memory_arg)))))
        known += [kernel for kernel in merged(found) if kernel not in known]
    return known


def merged(found):
    """Fewest kernels that take the same: two that differ in one attribute's types alone become one."""
    found = list(found)
    for one, other in itertools.combinations(range(len(found)), 2):
        (a, host), (b, other_host) = found[one], found[other]
        if host != other_host or a.keys() != b.keys():
            continue
        differing = [name for name in a if a[name] != b[name]]
        if len(differing) > 1:
            continue
        both = {name: a[name] | b[name] for name in a}
        rest = [each for index, each in enumerate(found) if index not in (one, other)]
        return merged([*rest[:one], (both, host), *rest[one:]])
    return found


def arguments(args):
    count = lambda arg: arg.number_attr or arg.type_list_attr
    return [f"{arg.name}:{count(arg)}" if count(arg) else arg.name for arg in args]


def line(op):
    definition = op_def_registry.get(op)
    in_order = lambda types: [name for name in TYPES if name in types]
    return {
        "takes": arguments(definition.input_arg),
        "gives": arguments(definition.output_arg),
        "kernels": [
            {
                **({"types": {name: in_order(each) for name, each in sorted(types.items())}} if types else {}),
                **({"host": list(host)} if host else {}),
            }
            for types, host in kernels_of(op)
        ],
    }


def main():
    assert tf.test.is_built_with_cuda(), "This wheel has no kernels for GPUs: install tensorflow, not tensorflow-cpu."
    compact = lambda value: json.dumps(value, separators=(",", ":"))
    lines = ",\n".join(f"{compact(op)}:{compact(line(op))}" for op in emitted())
    path = HERE / "fixtures" / "gpu-kernels.json"
    path.write_text(f'{{"tensorflow":{compact(tf.__version__)},"ops":{{\n{lines}\n}}}}\n')
    print(path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
