# What is done around a step: schedules of the step size, averages of the iterates, clipping, decay, projection.


def power_schedule(k, p, b):
    """η(k + b)⁻ᵖ"""
    return (k + b) ** -p


def staircase_schedule(k, every, factor):
    """As torch's StepLR."""
    return factor ** (k // every)


def cooldown_schedule(k, start, rate):
    """Constant, then as 1/k."""
    return 1 / (1 + rate * max(0, k - start))


def anneal(a, b, part):
    """From a to b along half a cosine."""
    return b + (a - b) / 2 * (1 + math.cos(math.pi * min(part, 1)))


def cosine_schedule(k, steps, min):
    return anneal(1, min, k / steps)


def warmup_schedule(k, steps):
    return min(1, (k + 1) / steps)


def one_cycle_schedule(k, steps, rise, div):
    """As torch's OneCycleLR."""
    top, last = rise * steps - 1, steps - 1
    if k < top:
        return anneal(1 / div, 1, k / top)
    return anneal(1, 1e-4 / div, (k - top) / (last - top)) if k < last else 1e-4 / div


def set_step_size(optimizer, run, k):
    """The step size of step k: the run's, or one set by hand on the way, times the schedule's factor."""
    lr = run["lr"]
    for step, changed in run.get("changes", []):  #: changes
        if step <= k:  #: changes
            lr = changed  #: changes
    if "schedule" in run:  #: schedule
        lr *= run["schedule"](k)  #: schedule
    for group in optimizer.param_groups:
        group["lr"] = lr


def clip(params, run):
    """Clips the gradient by value and then by norm."""
    if run.get("clip_value"):
        torch.nn.utils.clip_grad_value_(params, run["clip_value"])
    if run.get("clip_norm"):
        norm = math.sqrt(sum(float((p.grad**2).sum()) for p in params))
        if norm > run["clip_norm"]:
            for p in params:
                p.grad *= run["clip_norm"] / norm


def around(x, before, optimizer, run):
    """Decoupled weight decay, and projection onto the box and then the ball about 0."""
    x = x - optimizer.param_groups[0]["lr"] * run.get("decay", 0) * before
    if "box" in run:
        x = x.clamp(*run["box"])
    if run.get("ball") and x.norm() > run["ball"]:
        x = x * (run["ball"] / x.norm())
    return x


def averager(run, optimizer):
    """The run's average, or that of a method that has its own."""
    if "average" in run:
        return run["average"]()
    return Own(optimizer) if hasattr(optimizer, "average") else None


class Own:
    def __init__(self, optimizer):
        self.mean = optimizer.average

    def add(self, x):
        pass


class Mean:
    """The mean of the iterates k = 1, 2, … that are taken; before the first of them, the last iterate."""

    def __init__(self, take):
        self.take, self.k, self.taken, self.m = take, 0, 0, 0

    def add(self, x):
        self.k += 1
        if self.take(self.k):
            self.taken += 1
        elif self.taken:
            return
        self.m = self.m + (x - self.m) / max(1, self.taken)

    def mean(self):
        return self.m


class EMA:
    """x̄ ← βx̄ + (1−β)x, begun with the first iterate."""

    def __init__(self, beta):
        self.beta, self.m = beta, None

    def add(self, x):
        self.m = x if self.m is None else self.m + (1 - self.beta) * (x - self.m)

    def mean(self):
        return self.m
