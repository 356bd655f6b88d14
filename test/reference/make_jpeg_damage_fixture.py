"""Makes test/reference/fixtures/jpeg-damage.json: small JPEGs, ways to damage them, and what libjpeg says of each.

Usage: python test/reference/make_jpeg_damage_fixture.py, with cjpeg, djpeg and jpegtran of libjpeg-turbo on the path.
Verdicts are djpeg's: clean, warn (it decodes with a warning) or fail. TensorFlow's DecodeJpeg is the same library; of
1,606 files made alike it decoded all that djpeg called clean and none that it failed on (TensorFlow 2.21, libjpeg-turbo
2.1.5); of those with a warning it refused the ones without an end mark.
"""

import base64
import json
import os
import random
import subprocess

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures", "jpeg-damage.json")


def run(program, *arguments, data):
    return subprocess.run([program, *arguments], input=data, capture_output=True)


def pixels(width, height, channels):
    noise = random.Random(width * height)
    rows = (
        min(255, max(0, x * 3 + y * 2 * (c + 1) + noise.randrange(24)))
        for y in range(height)
        for x in range(width)
        for c in range(channels)
    )
    head = f"P{6 if channels == 3 else 5} {width} {height} 255\n"
    return head.encode() + bytes(rows)


def bases():
    colour = pixels(44, 37, 3)
    plain = run("cjpeg", "-quality", "80", "-sample", "1x1", data=colour).stdout
    scans = os.path.join("/tmp", "skipwire-scans.txt")
    with open(scans, "w") as file:
        file.write("0;\n1;\n2;\n")
    return {
        "4:4:4": plain,
        "4:2:0": run("cjpeg", "-quality", "80", "-sample", "2x2", data=colour).stdout,
        "4:2:2": run("cjpeg", "-quality", "80", "-sample", "2x1", "-optimize", data=colour).stdout,
        "grey": run("cjpeg", "-quality", "70", data=pixels(40, 32, 1)).stdout,
        "restarts": run("jpegtran", "-restart", "2B", data=plain).stdout,
        "three scans": run("jpegtran", "-scans", scans, "-restart", "1", data=plain).stdout,
        "progressive": run("jpegtran", "-progressive", data=plain).stdout,
    }


def damaged(jpeg, kind, where, value):
    """Mirrored by the test that reads the fixture."""
    if kind == "flip":
        return jpeg[:where] + bytes([jpeg[where] ^ value]) + jpeg[where + 1 :]
    if kind == "cut":
        return jpeg[:where] + b"\xff\xd9"
    return jpeg[:where] + bytes([value]) * (len(jpeg) - where) * 6 + jpeg[where:]


def verdict(jpeg):
    result = run("djpeg", "-outfile", os.devnull, data=jpeg)
    return {0: "clean", 2: "warn"}.get(result.returncode, "fail")


def main():
    choose = random.Random(1)
    fixture = {"bases": {}, "cases": []}
    for name, jpeg in bases().items():
        fixture["bases"][name] = base64.b64encode(jpeg).decode()
        scan = jpeg.index(b"\xff\xda") + 14
        end = len(jpeg) - 2
        last = max(scan, end - (end - scan) // 15)
        flips = [(choose.randrange(last if n % 2 else scan, end), 1 << n % 8) for n in range(48)]
        cuts = [(scan + (end - scan) * part // 20, 0) for part in range(1, 20)] + [(end - n, 0) for n in (1, 2, 3)]
        cases = [("flip", *one) for one in flips] + [("cut", *one) for one in cuts] + [("more", end, 7)]
        for case in cases:
            fixture["cases"].append([name, *case, verdict(damaged(jpeg, *case))])
    with open(FILE, "w") as file:
        json.dump(fixture, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
