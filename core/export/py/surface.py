# The loop: the function as methods ask for it, and one step after the other.


class Problem:
    """f with its derivatives at a vector x, in float64."""

    def __init__(self, f, oracle=None):
        self.f, self.oracle = f, oracle

    def value(self, x):
        with torch.no_grad():
            return float(self.f(x))

    def exact(self, x):
        """f and ∇f."""
        x = x.detach().requires_grad_()
        with torch.enable_grad():
            f = self.f(x)
            (g,) = torch.autograd.grad(f, x)
        return float(f), g

    def gradient(self, x):
        """f, and ∇f as a method is told it."""
        f, g = self.exact(x)
        return f, self.oracle(g)  #: oracle
        return f, g  #: !oracle

    def curvature(self, x, v):
        """∇²f(x)v, by differentiating twice."""
        x = x.detach().requires_grad_()
        with torch.enable_grad():
            (g,) = torch.autograd.grad(self.f(x), x, create_graph=True)
            return torch.autograd.grad(g @ v, x)[0] if g.requires_grad else torch.zeros_like(x)


def gaussian_noise(random, sigma):
    return lambda g: g + sigma * torch.tensor([polar(random) for _ in g])


def student_noise(random, sigma, nu):
    return lambda g: g + sigma * torch.tensor([student(random, nu) for _ in g])


def line_noise(random, sigma, angle):
    line = torch.tensor([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    return lambda g: g + sigma * polar(random) * line


def ball_noise(random, radius):
    def noisy(g):
        z = torch.tensor([polar(random) for _ in g])
        return g + radius * random.uniform() ** (1 / len(g)) / z.norm() * z

    return noisy


def vector(params, grad=False):
    """The iterate, or its gradient, as a vector."""
    (x,) = params
    return (x.grad if grad else x).detach().clone()


def write(params, x):
    params[0].data.copy_(x)


def to_sphere(x):
    return x / x.norm()


def train(i):
    """Makes run i. Gives its iterates, the start first, f at each, and the average at each where there is one."""
    run = RUNS[i]
    x = torch.nn.Parameter(torch.tensor(START))
    write([x], to_sphere(vector([x])))  #: retract
    problem = Problem(objective)  #: !oracle
    problem = Problem(objective, oracle(Random(SEED, 6 + (i << 8))))  #: oracle
    optimizer = run["optimizer"]([x], problem, Random(SEED, 65536 + i))  #: random
    optimizer = run["optimizer"]([x], problem)  #: !random
    average = averager(run, optimizer)  #: average
    f, g = problem.exact(x)
    path, values = [vector([x])], [f]
    means = [vector([x])]  #: average
    for k in range(STEPS):
        set_step_size(optimizer, run, k)  #: steps
        x.grad = g  #: !oracle
        x.grad = problem.oracle(g)  #: oracle
        before = vector([x])  #: options
        clip([x], run)  #: options
        optimizer.step()
        write([x], around(vector([x]), before, optimizer, run))  #: options
        if average:  #: average
            average.add(vector([x]))  #: average
        write([x], to_sphere(vector([x])))  #: retract
        f, g = problem.exact(x)
        if not (abs(f) <= 1e100 and bool((x.abs() <= 1e100).all()) and bool(g.isfinite().all())):
            print(f"{run['name']} diverged at step {k + 1}.")
            break
        path.append(vector([x]))
        values.append(f)
        if average:  #: average
            means.append(average.mean())  #: average
    return {"x": torch.stack(path), "f": values}  #: !average
    return {"x": torch.stack(path), "f": values, "mean": torch.stack(means) if average else None}  #: average


def main():
    for i, run in enumerate(RUNS):
        end = train(i)
        print(f"{run['name']}: f = {end['f'][-1]:.10g} after {len(end['f']) - 1} steps, at {end['x'][-1].tolist()}")
