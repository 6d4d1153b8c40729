"""Writes the files beside it with NumPy, Pillow and the standard library: python3 write.py

arrays.npz    one NPY file of every type, order of bytes and order of indices, and of every version of the format, by name
refused.npz   NPY files that hold no array of plain numbers
pair.npz      inputs and labels as numpy.savez_compressed packs them, beside another pair
train-*.gz    images and labels as MNIST's own files are laid out
pictures/     a picture of 4×3 pixels of every kind that Pillow writes to PNG and JPEG
"""

import gzip
import io
import os
import struct
import zipfile

import numpy as np
from PIL import Image

here = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(here, name)


def npy(array, version=None):
    f = io.BytesIO()
    np.lib.format.write_array(f, array, version=version)
    return f.getvalue()


def put(name, files):
    with zipfile.ZipFile(path(name), "w", zipfile.ZIP_DEFLATED) as z:
        for entry, content in files.items():
            z.writestr(zipfile.ZipInfo(entry + ".npy"), content, zipfile.ZIP_DEFLATED)


# Number i, the last index running fastest: 3i in unsigned types, 3i − 5 in signed ones, a quarter more in floats, i odd as truth values.
count = np.arange(24)
files = {}
for kind in ["b1", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"]:
    values = {"b": count % 2, "u": 3 * count, "i": 3 * count - 5, "f": 3 * count - 4.75}[kind[0]]
    for end in "<>":
        for order in "CF":
            a = np.asarray(values.reshape(2, 3, 4), dtype=end + kind, order=order)
            files[f"{kind} {'little' if end == '<' else 'big'} {order}"] = npy(a)
for version in [(1, 0), (2, 0), (3, 0)]:
    files[f"u2 version{version[0]} C"] = npy(np.asarray(3 * count, dtype="<u2").reshape(2, 3, 4), version)
put("arrays.npz", files)

put("refused.npz", {
    "complex": npy(np.ones(3, dtype="c8")),
    "fields": npy(np.zeros(2, dtype=[("x", "f4"), ("y", "i4")])),
    "text": npy(np.array(["a", "bc"])),
    "dates": npy(np.array(["2020-01-01"], dtype="M8[D]")),
    "long": npy(np.ones(2, dtype=np.longdouble)),
})

x = (np.arange(6 * 2 * 3) % 7).reshape(6, 2, 3).astype("u1")
y = np.array([0, 1, 2, 0, 1, 2])
np.savez_compressed(path("pair.npz"), x_test=x[:1], y_test=y[:1], x_train=x, y_train=y)

# 12 images of 5×4 bytes: pixel k of image i is (20 i + k) mod 256; its label is i mod 3.
images = bytes(i % 256 for i in range(12 * 20))
labels = bytes(i % 3 for i in range(12))
for name, head, body in [("train-images-idx3-ubyte.gz", struct.pack(">4B3i", 0, 0, 8, 3, 12, 5, 4), images),
                         ("train-labels-idx1-ubyte.gz", struct.pack(">4Bi", 0, 0, 8, 1, 12), labels)]:
    with open(path(name), "wb") as f:
        f.write(gzip.compress(head + body, mtime=0))

# Pixel (x, y) is 20 (4 y + x) in grey, and (20 (4 y + x), 255 − that, 100) in colour. The last column of those with alpha is transparent.
grey = np.arange(12, dtype="u1").reshape(3, 4) * 20
rgb = np.stack([grey, 255 - grey, np.full_like(grey, 100)], axis=-1)
alpha = np.full_like(grey, 255)
alpha[:, 3] = 0
for name, image in {
    "grey.png": Image.fromarray(grey),
    "grey16.png": Image.fromarray(grey.astype("u2") * 257),
    "greyalpha.png": Image.fromarray(np.stack([grey, alpha], axis=-1), "LA"),
    "bits.png": Image.fromarray(grey >= 120),
    "rgb.png": Image.fromarray(rgb),
    "rgba.png": Image.fromarray(np.concatenate([rgb, alpha[..., None]], axis=-1), "RGBA"),
    "palette.png": Image.fromarray(rgb).convert("P", palette=Image.Palette.ADAPTIVE, colors=12),
}.items():
    image.save(path("pictures/" + name))
smooth = Image.fromarray(np.full((3, 4), 77, dtype="u1"))
smooth.save(path("pictures/grey.jpg"), quality=100)
Image.fromarray(np.full((3, 4, 3), (200, 100, 50), dtype="u1")).save(path("pictures/rgb.jpg"), quality=100, progressive=True)
