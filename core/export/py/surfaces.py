# The function: written with torch, which differentiates it.


def nesterov(x):
    x, y = x
    return x**2 / 2 + y**4 / 4 - y**2 / 2


def saddle(x):
    x, y = x
    return x**2 - y**2


def monkey(x):
    x, y = x
    return x**3 - 3 * x * y**2


def cubic(x):
    x, y = x
    return x**2 - y**3


def fold(x):
    x, y = x
    return x**2 / 2 + y**3


def quartic_saddle(x):
    x, y = x
    return x**4 - y**4


def peano(x):
    x, y = x
    return (y - x**2) * (y - 3 * x**2)


def double_well(x):
    x, y = x
    return (x**2 - 1) ** 2 / 4 + y**2 / 2


def smooth_well(x):
    x, y = x
    return torch.sqrt(1 + (x**2 - 1) ** 2) - 1 + y**2 / 2


def two_wells(x):
    x, y = x
    return x**2 + y**2 - 2 * torch.exp(-5 * ((x - 1) ** 2 + y**2)) - 3 * torch.exp(-5 * ((x + 1) ** 2 + y**2))


def ring(x):
    x, y = x
    return (x**2 + y**2 - 1) ** 2 / 4


def banana(x):
    x, y = x
    return 5 * (y - x**2) ** 2 + (x**2 - 1) ** 2 / 8


def himmelblau(x):
    x, y = x
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def camel6(x):
    x, y = x
    return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2


def camel3(x):
    x, y = x
    return 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2


def styblinski_tang(x):
    return (x**4 - 16 * x**2 + 5 * x).sum() / 2


def goldstein_price(x):
    x, y = x
    a = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    b = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    return a * b


def beale(x):
    x, y = x
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def mccormick(x):
    x, y = x
    return torch.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1


def rastrigin(x):
    return (x**2 - 10 * torch.cos(2 * math.pi * x) + 10).sum()


def ackley(x):
    if not x.any():
        return 0 * x.sum()  # the tip: it has no gradient there
    far = torch.sqrt((x**2).sum() / 2)
    waves = torch.cos(2 * math.pi * x).sum() / 2
    return -20 * torch.exp(-0.2 * far) - torch.exp(waves) + 20 + math.e


def rosenbrock(x):
    x, y = x
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def ill_conditioned(x):
    x, y = x
    u, v = (math.sqrt(3) * x + y) / 2, (math.sqrt(3) * y - x) / 2
    return (u**2 + 100 * v**2) / 2


def scalar_product(x):
    x, y = x
    return (x * y - 1) ** 2 / 2


def balanced_product(x):
    x, y = x
    return (x * y - 1) ** 2 / 2 + (x**2 - y**2) ** 2 / 4


def rank_one(x):
    """¼‖uuᵀ − diag(2, 1)‖², u = (x, y)"""
    x, y = x
    return ((x**2 - 2) ** 2 + (y**2 - 1) ** 2 + 2 * (x * y) ** 2) / 4


def phase_retrieval(x):
    x, y = x
    r2 = x**2 + y**2
    return (3 * r2**2 - 2 * r2 - 4 * x**2 + 3) / 4


def quadratic(x, low, high, turn):
    """½xᵀQΛQᵀx: eigenvalues from low to high, the axes turned in every plane of two neighbours."""
    n = len(x)
    t = np.arange(n) / (n - 1)
    values = np.exp((1 - t) * math.log(low) + t * math.log(high)) if low > 0 else low + t * (high - low)
    a = np.diag(values)
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    for i in range(n - 1):
        q = np.eye(n)
        q[i : i + 2, i : i + 2] = [[c, -s], [s, c]]
        a = q @ a @ q.T
    return x @ torch.from_numpy(a) @ x / 2


def matrix_factorization(x, m, n, r, k):
    """½‖UVᵀ − M‖², M = diag(k, k−1, …, 1) of rank k."""
    u, v = x[: m * r].reshape(m, r), x[m * r :].reshape(n, r)
    k = min(k, m, n)
    target = torch.zeros(m, n)
    target[range(k), range(k)] = torch.arange(k, 0, -1.0)
    return ((u @ v.T - target) ** 2).sum() / 2


def deep_linear(x):
    return (math.prod(x) - 1) ** 2 / 2


def phase_retrieval_d(x):
    r2 = (x**2).sum()
    return (3 * r2**2 - 2 * r2 - 4 * x[0] ** 2 + 3) / 4


def tensor_sphere(x):
    """−Σuᵢ⁴ of u = x/‖x‖: constant along rays, so that its gradient is tangent to the sphere."""
    return -(x**4).sum() / (x**2).sum() ** 2


def road(x, l, gamma, tau):
    """The way down from a saddle in one coordinate (Du et al. 2017, g₁): −γx² up to τ, L(|x| − 4τ)² − ν from 2τ."""
    t = abs(x)
    if t <= tau:
        return -gamma * x**2
    if t < 2 * tau:
        return bend((t - tau) / tau, l, gamma, tau)
    return l * (t - 4 * tau) ** 2 - fall(l, gamma, tau)


def bend(u, l, gamma, tau):
    """What joins the two as u goes from 0 to 1: its slope is the cubic with both ends' slopes and curvatures."""
    p0, p1 = -2 * gamma * tau, -4 * l * tau
    c2, c3 = 3.5 * p1 - 5 * p0, 3 * p0 - 2.5 * p1
    return -gamma * tau**2 + tau * u * (p0 + u * (p0 / 2 + u * (c2 / 3 + u * c3 / 4)))


def fall(l, gamma, tau):
    """How far a road leads down: ν."""
    return 4 * l * tau**2 - bend(1, l, gamma, tau)


def octopus(x, l, gamma, tau):
    """Du et al. 2017: past one saddle after another, a coordinate at a time."""
    f, d = 0, len(x)
    for i in range(d):
        t = abs(x[i])
        if t < 2 * tau:
            f = f + road(x[i], l, gamma, tau)
            for j in range(i + 1, d):
                held = l
                if j == i + 1 and t > tau:
                    u = (t - 2 * tau) / tau
                    held = -gamma - (l + gamma) * u**3 * (10 + u * (15 + 6 * u))
                f = f + held * x[j] ** 2
            return f
        f = f + l * (t - 4 * tau) ** 2 - fall(l, gamma, tau)
    return f


def staircase(x, l, gamma, tau):
    """The octopus's walk as one formula, with a smooth step from τ to 2τ."""
    f = road(x[0], l, gamma, tau)
    for i in range(len(x) - 1):
        u = ((abs(x[i]) - tau) / tau).clamp(0, 1)
        s = u**3 * (10 + u * (6 * u - 15))
        f = f + (1 - s) * l * x[i + 1] ** 2 + s * road(x[i + 1], l, gamma, tau)
    return f


def smaller(a, b):
    a, b = torch.as_tensor(a), torch.as_tensor(b)
    return torch.where(a < b, a, b)


def larger(a, b):
    a, b = torch.as_tensor(a), torch.as_tensor(b)
    return torch.where(a < b, b, a)
