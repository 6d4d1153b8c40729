"""PyTorch on one thread, for run.mjs: reads {"net", "rows", "method"} or {"steps": n} a line, answers with a line of JSON."""

import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)


def model(net):
    if net == "tiny":
        return nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2), nn.Tanh(), nn.Linear(2, 1), nn.Tanh())
    if net == "mlp":
        return nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    return nn.Sequential(nn.Conv2d(1, 8, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(256, 10))


def training(net, rows, method):
    torch.manual_seed(7)
    m = model(net)
    how = torch.optim.Adam(m.parameters(), 1e-3) if method == "adam" else torch.optim.SGD(m.parameters(), 1e-2)
    tiny = net == "tiny"
    shape = (rows, 2) if tiny else (rows, 784) if net == "mlp" else (rows, 1, 28, 28)
    xs = [torch.rand(shape) for _ in range(8)]
    ys = [torch.randint(0, 2, (rows, 1)) * 2.0 - 1 if tiny else torch.randint(0, 10, (rows,)) for _ in range(8)]
    loss = nn.functional.mse_loss if tiny else nn.functional.cross_entropy
    at = 0

    def step():
        nonlocal at
        how.zero_grad(set_to_none=True)
        loss(m(xs[at % 8]), ys[at % 8]).backward()
        how.step()
        at += 1

    return step


def libraries():
    """The BLAS that is loaded: it decides much of the speed."""
    with open("/proc/self/maps") as f:
        return sorted({line.split("/")[-1].strip() for line in f if "blas" in line or "mkl" in line})


print(json.dumps({"version": torch.__version__, "blas": libraries()}), flush=True)
step = None
for line in sys.stdin:
    ask = json.loads(line)
    if "net" in ask:
        step = training(ask["net"], ask["rows"], ask["method"])
        print(json.dumps({}), flush=True)
        continue
    begin = time.perf_counter()
    for _ in range(ask["steps"]):
        step()
    print(json.dumps({"ms": 1000 * (time.perf_counter() - begin)}), flush=True)
