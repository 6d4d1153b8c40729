"""Trains a small network with PyTorch and writes the files beside it: python3 train.py

data.csv                 the examples, two inputs and a class
trajectory.npz           checkpoints on the way, as the snippet in the README saves them
model-60.safetensors     the last one, in the format of that name
losses.json              PyTorch's own loss at each checkpoint, and the Hessian's extreme eigenvalues at the last
"""

import json
import os
import struct

import numpy as np
import torch

here = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(3)
rng = np.random.default_rng(3)
n = 48
angle = rng.uniform(0, 2 * np.pi, n)
kind = np.arange(n) % 2
x = (1 + kind)[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1) + rng.normal(0, 0.15, (n, 2))
x = np.round(x, 4)
with open(os.path.join(here, "data.csv"), "w") as f:
    f.write("a,b,kind\n" + "".join(f"{a:.4f},{b:.4f},{'inner' if k == 0 else 'outer'}\n" for (a, b), k in zip(x, kind)))

# The page standardizes a table's columns by their means and deviations.
z = torch.tensor((x - x.mean(0)) / x.std(0), dtype=torch.float32)
y = torch.tensor(kind)

model = torch.nn.Sequential(torch.nn.Linear(2, 6), torch.nn.Tanh(), torch.nn.Linear(6, 5), torch.nn.ReLU(), torch.nn.Linear(5, 2))
opt = torch.optim.SGD(model.parameters(), lr=0.2)
saved, losses = {}, {}


def save(step):
    for name, p in model.state_dict().items():
        saved[f"{step}/{name}"] = p.numpy().copy()
    losses[step] = float(torch.nn.functional.cross_entropy(model(z), y))


for step in range(60):
    if step % 12 == 0:
        save(step)
    opt.zero_grad()
    torch.nn.functional.cross_entropy(model(z), y).backward()
    opt.step()
save(60)
np.savez(os.path.join(here, "trajectory.npz"), **saved)

names = list(model.state_dict())


def loss(*params):
    h = z.double()
    for i in range(0, 6, 2):
        h = h @ params[i].T + params[i + 1]
        h = torch.tanh(h) if i == 0 else torch.relu(h) if i == 2 else h
    return torch.nn.functional.cross_entropy(h, y)


params = tuple(p.detach().double() for p in model.state_dict().values())
blocks = torch.autograd.functional.hessian(loss, params)
sizes = [p.numel() for p in params]
whole = torch.cat([torch.cat([blocks[i][j].reshape(sizes[i], sizes[j]) for j in range(6)], 1) for i in range(6)], 0)
values = torch.linalg.eigvalsh(whole)
with open(os.path.join(here, "losses.json"), "w") as f:
    json.dump({"losses": losses, "largest": values.flip(0)[:3].tolist(), "smallest": values[:3].tolist(), "trace": float(values.sum())}, f, indent=1)

header, body = {}, b""
for name in sorted(names):
    a = model.state_dict()[name].numpy()
    header[name] = {"dtype": "F32", "shape": list(a.shape), "data_offsets": [len(body), len(body) + a.nbytes]}
    body += a.tobytes()
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open(os.path.join(here, "model-60.safetensors"), "wb") as f:
    f.write(struct.pack("<Q", len(text)) + text + body)
