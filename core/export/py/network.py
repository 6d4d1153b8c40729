# The loop: the network as methods ask for it, and one minibatch after the other.


class Sin(nn.Module):
    def forward(self, x):
        return torch.sin(x)


class Square(nn.Module):
    def forward(self, x):
        return x * x


class Cube(nn.Module):
    def forward(self, x):
        return x * x * x


class Residual(nn.Sequential):
    """x + f(x)"""

    def forward(self, x):
        return x + super().forward(x)


class Tokens(nn.Module):
    """Numbers as indices of an embedding."""

    def forward(self, x):
        return x.long()


class Learned(nn.Module):
    """A learned vector for each position."""

    def __init__(self, positions, features):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(positions, features))

    def forward(self, x):
        return x + self.weight


class Sinusoidal(nn.Module):
    """Waves of fixed lengths for each position (Vaswani et al. 2017)."""

    def __init__(self, positions, features):
        super().__init__()
        k = torch.arange(features)
        angle = torch.arange(positions)[:, None] * torch.exp(-math.log(10000) * (k - k % 2) / features)
        self.waves = torch.where(k % 2 == 0, angle.sin(), angle.cos())

    def forward(self, x):
        return x + self.waves


class Attention(nn.Module):
    """Multi-head self-attention."""

    def __init__(self, features, heads, causal=False, bias=True):
        super().__init__()
        self.qkv, self.out = nn.Linear(features, 3 * features, bias=bias), nn.Linear(features, features, bias=bias)
        self.heads, self.causal = heads, causal

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = (z.reshape(n, t, self.heads, -1).transpose(1, 2) for z in self.qkv(x).split(d, dim=2))
        scores = q @ k.transpose(2, 3) / math.sqrt(d / self.heads)
        if self.causal:
            scores = scores.masked_fill(torch.ones(t, t).triu(1).bool(), -math.inf)
        return self.out((scores.softmax(3) @ v).transpose(1, 2).reshape(n, t, d))


class NTKLinear(nn.Linear):
    """The NTK parametrization: what the weights make is divided by √fan-in."""

    def forward(self, x):
        return nn.functional.linear(x, self.weight / math.sqrt(self.in_features), self.bias)


class NTKConv2d(nn.Conv2d):
    """The NTK parametrization: what the weights make is divided by √fan-in."""

    def forward(self, x):
        return self._conv_forward(x, self.weight / math.sqrt(self.weight[0].numel()), self.bias)


class SequenceBatchNorm(nn.BatchNorm1d):
    """Batch normalization of each feature, over examples and positions."""

    def forward(self, x):
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


class Dropout(nn.Module):
    """Dropout that draws 32 bits for each number from the run's stream."""

    random = None

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        bits = np.array([Dropout.random.uint64() for _ in range((x.numel() + 1) // 2)], dtype=np.uint64)
        halves = np.stack([bits & 0xFFFFFFFF, bits >> 32], axis=1).reshape(-1)[: x.numel()]
        kept = torch.from_numpy((halves >= int(self.p * 2**32)).astype(np.float64))
        return x * kept.reshape(x.shape) * (1 / (1 - self.p))


def frozen(layer):
    """A layer that is not trained."""
    for p in layer.parameters():
        p.requires_grad_(False)
    return layer


def marked(model):
    """Marks the weight matrices, which stand in a vector of parameters as inputs × outputs, and which penalties count."""
    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            m.weight.matrix = True
    return model


def is_matrix(p):
    return getattr(p, "matrix", False)


def vector(params, grad=False):
    """The parameters, or their gradients, as one vector."""
    parts = []
    for p in params:
        t = (torch.zeros_like(p) if p.grad is None else p.grad) if grad else p.data
        parts.append((t.reshape(len(t), -1).t() if is_matrix(p) else t).reshape(-1))
    return torch.cat(parts)


def write(params, x):
    """Writes a vector into the parameters."""
    for p in params:
        part, x = x[: p.numel()], x[p.numel() :]
        p.data.copy_((part.reshape(-1, len(p)).t() if is_matrix(p) else part).reshape(p.shape))


def trainable(model):
    return [p for p in model.parameters() if p.requires_grad]


def load(model, w):
    """Writes a vector of all parameters: the trainable ones first, the frozen ones after them."""
    write(trainable(model) + [p for p in model.parameters() if not p.requires_grad], w)


def initial():
    """The weights at the start, drawn part by part and rounded to float32 as the laboratory does."""
    random, parts = Random(SEED, 4), {}
    for at, count, law, scale in INITIAL:
        parts[at] = [draw(random, law) * scale for _ in range(count)]
    return torch.tensor(np.array([w for at in sorted(parts) for w in parts[at]], dtype=np.float32).astype(np.float64))


def draw(random, law):
    if law == "normal":
        return random.normal()
    if law == "uniform":
        return 2 * random.uniform() - 1
    if law == "sign":
        return 1 - 2 * (random.uint64() >> 63)
    return 1


def unpack(text, kind, *shape):
    """An array from its text: base64 of zlib of numbers, little-endian."""
    return torch.from_numpy(np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype=kind).reshape(shape).copy())


def labels_of(z, y):
    """Outputs row by row with their labels, where there is one: a sequence has rows that do not count."""
    z, y = z.reshape(-1, z.shape[-1]), y.reshape(-1)
    return z[y >= 0], y[y >= 0]


def wanted(z, y):
    """Outputs row by row and what they should be: of a label, 1 at its class, or the label itself of a single output."""
    z, y = labels_of(z, y)  #: classes
    if z.shape[-1] > 1:  #: classes
        return z, nn.functional.one_hot(y, z.shape[-1]).double()  #: classes
    return z, y.reshape(z.shape).double()


def cross_entropy(z, y, smoothing):
    z, y = labels_of(z, y)
    return nn.functional.cross_entropy(z, y, label_smoothing=smoothing)


def mse(z, y):
    return nn.functional.mse_loss(*wanted(z, y))


def logistic(z, y):
    return nn.functional.binary_cross_entropy_with_logits(*wanted(z, y))


def huber(z, y, delta):
    return nn.functional.huber_loss(*wanted(z, y), delta=delta)


def hinge(z, y):
    if z.shape[-1] > 1:  #: classes
        return nn.functional.multi_margin_loss(*labels_of(z, y))  #: classes
    z, t = wanted(z, y)
    return torch.clamp(1 - torch.where(t > 0.5, 1.0, -1.0) * z, min=0).mean()


class Problem:
    """The mean loss over a batch, with its penalties, as a function of the trainable parameters."""

    def __init__(self, model):
        self.model, self.params = model, trainable(model)

    def use(self, x, y):
        self.x, self.y = x, y

    def loss(self):
        """The loss of the network as it is: training draws dropout and moves batch norm's statistics, evaluating does not."""
        loss = criterion(self.model(self.x), self.y)
        weights = [p for p in self.params if is_matrix(p)]  #: penalty
        loss = loss + L1 * sum(w.abs().sum() for w in weights) + L2 / 2 * sum((w**2).sum() for w in weights)  #: penalty
        return loss

    @torch.no_grad()
    def value(self, x):
        """The loss with nothing dropped and no statistics moved."""
        write(self.params, x)
        self.hold()
        loss = float(self.loss())
        self.release()
        return loss

    def gradient(self, x):
        write(self.params, x)
        self.model.train()
        with torch.enable_grad():
            loss = self.loss()
            grads = torch.autograd.grad(loss, self.params, allow_unused=True)
        return float(loss), self.joined(grads)

    def hold(self):
        """Batch norm takes the batch's statistics and moves none; dropout drops nothing."""
        self.model.train()
        for m in self.model.modules():
            if isinstance(m, Dropout):  #: dropout
                m.eval()  #: dropout
            if isinstance(m, nn.modules.batchnorm._BatchNorm):
                m.momentum = 0.0

    def release(self):
        for m in self.model.modules():
            if isinstance(m, nn.modules.batchnorm._BatchNorm):
                m.momentum = 0.1

    def curvature(self, x, v):
        """The Hessian times v, by differentiating twice, with nothing dropped and no statistics moved."""
        write(self.params, x)
        self.hold()
        with torch.enable_grad():
            grads = torch.autograd.grad(self.loss(), self.params, create_graph=True)
            dot = sum((g * d).sum() for g, d in zip(grads, self.split(v)))
            hv = torch.autograd.grad(dot, self.params, allow_unused=True) if dot.requires_grad else [None] * len(grads)
        self.release()
        return self.joined(hv)

    def joined(self, parts):
        now = [p.grad for p in self.params]
        for p, part in zip(self.params, parts):
            p.grad = part
        joined = vector(self.params, grad=True)
        for p, grad in zip(self.params, now):
            p.grad = grad
        return joined

    def split(self, v):
        now = vector(self.params)
        write(self.params, v)
        parts = [p.data.clone() for p in self.params]
        write(self.params, now)
        return parts


@torch.no_grad()
def evaluate(model, x, y):
    """Mean loss over a set, and, of classes, the share that is right."""
    model.eval()
    z = model(x)
    loss = float(criterion(z, y))
    return loss, math.nan  #: !classes
    z, y = labels_of(z, y)  #: classes
    said = z.argmax(1) if z.shape[1] > 1 else (z[:, 0] > LINE).long()  #: classes
    return loss, float((said == y).double().mean())  #: classes


def train(i):
    """Makes run i. Gives the loss of each minibatch, (step, loss, accuracy, test loss, test accuracy) at each look, and the model."""
    run = RUNS[i]
    model = marked(build())
    load(model, initial())  #: drawn
    load(model, INITIAL)  #: !drawn
    Dropout.random = Random(SEED | i << 54, 0xD509)  #: dropout
    params = trainable(model)
    problem = Problem(model)
    optimizer = run["optimizer"](params, problem, Random(SEED, 65536 + i))  #: random
    optimizer = run["optimizer"](params, problem)  #: !random
    average = averager(run, optimizer)  #: average
    order, shuffle = list(range(len(X))), Random(SEED, 5)
    losses, looks = [], []
    best, best_at = math.inf, 0  #: patience

    def look(step, n):
        looks.append((step, *evaluate(model, X[:n], Y[:n]), *(evaluate(model, X_TEST[:n], Y_TEST[:n]) if len(X_TEST) else (math.nan, math.nan))))

    look(0, SAMPLE)
    for k in range(STEPS):
        at = k % PER_EPOCH
        if at == 0:
            shuffle.shuffle(order)
        batch = order[at * BATCH : (at + 1) * BATCH]
        problem.use(X[batch], Y[batch])
        set_step_size(optimizer, run, k)  #: steps
        model.train()
        optimizer.zero_grad()
        loss = problem.loss()
        loss.backward()
        if not (loss.isfinite() and vector(params, grad=True).isfinite().all()):
            print(f"{run['name']} diverged at step {k + 1}.")
            break
        losses.append(float(loss))
        before = vector(params)  #: options
        clip(params, run)  #: options
        optimizer.step()
        write(params, around(vector(params), before, optimizer, run))  #: options
        if average:  #: average
            average.add(vector(params))  #: average
        last = k + 1 == STEPS
        if (k + 1) % LOOK_EVERY == 0 or (k + 1) % PER_EPOCH == 0 and LOOK_EVERY <= PER_EPOCH or last:
            look(k + 1, None if last else SAMPLE)
            if looks[-1][3] < best:  #: patience
                best, best_at = looks[-1][3], k + 1  #: patience
            elif k + 1 - best_at >= PATIENCE * PER_EPOCH:  #: patience
                break  #: patience
    return {"losses": losses, "looks": looks, "model": model}  #: !average
    return {"losses": losses, "looks": looks, "model": model, "mean": average.mean() if average else None}  #: average


def main():
    for i, run in enumerate(RUNS):
        end = train(i)
        step, loss, accuracy, test_loss, test_accuracy = end["looks"][-1]
        print(f"{run['name']}: after {step} steps loss {loss:.10g}, accuracy {accuracy:.4g}; test {test_loss:.10g}, {test_accuracy:.4g}")
