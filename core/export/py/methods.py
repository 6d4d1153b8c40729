# Methods that torch.optim does not have, or has in another form. Each is its published rule on the vector of all parameters.


class Vector(torch.optim.Optimizer):
    """A method on all parameters as one vector: move gives the next x from x, its gradient g and the step size lr."""

    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
        self.n = vector(self.param_groups[0]["params"]).numel()
        self.begin()

    def begin(self):
        """Sets up what the method remembers."""

    @torch.no_grad()
    def step(self):
        params, lr = self.param_groups[0]["params"], self.param_groups[0]["lr"]
        write(params, self.move(vector(params), vector(params, grad=True), lr))


class HeavyBall(Vector):
    """v ← βv + (1−τ)(g + λx), at first g + λx;  x ← x − ηv"""

    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0):
        self.beta, self.tau, self.decay, self.v = momentum, dampening, weight_decay, None
        super().__init__(params, lr)

    def move(self, x, g, lr):
        g = g + self.decay * x
        self.v = g if self.v is None else self.beta * self.v + (1 - self.tau) * g
        return x - lr * self.v


class SAM(HeavyBall):
    """g ← ∇f(x + ρ g/‖g‖), then the heavy ball (Foret et al. 2021)."""

    def __init__(self, params, problem, lr, rho, **rest):
        self.problem, self.rho = problem, rho
        super().__init__(params, lr, **rest)

    def move(self, x, g, lr):
        if g.norm() > 0 and self.rho > 0:
            _, g = self.problem.gradient(x + self.rho / g.norm() * g)
        return super().move(x, g, lr)


class NesterovAGD(Vector):
    """y ← x − ηg;  x ← y + (t−1)/t₊ (y − y₋),  t₊ = (1 + √(1 + 4t²))/2 (Nesterov 1983). The theorem is about y."""

    def begin(self):
        self.t, self.y = 1, torch.zeros(self.n)

    def move(self, x, g, lr):
        next = (1 + math.sqrt(1 + 4 * self.t**2)) / 2
        y = x - lr * g
        x = y + (self.t - 1) / next * (y - self.y)
        self.t, self.y = next, y
        return x

    def average(self):
        return self.y


class ASGD(torch.optim.ASGD):
    """torch.optim.ASGD, with its mean of iterates as a vector."""

    def average(self):
        params = self.param_groups[0]["params"]
        now = [p.data for p in params]
        for p in params:
            p.data = self.state[p]["ax"]
        mean = vector(params)
        for p, data in zip(params, now):
            p.data = data
        return mean


class ScheduledASGD(Vector):
    """torch.optim.ASGD takes its step size from the step before; this one follows a schedule at once."""

    def __init__(self, params, lr, lambd, alpha, t0, weight_decay):
        self.lambd, self.alpha, self.t0, self.decay = lambd, alpha, t0, weight_decay
        super().__init__(params, lr)

    def begin(self):
        self.k, self.m = 0, torch.zeros(self.n)

    def move(self, x, g, lr):
        eta = lr / (1 + self.lambd * lr * self.k) ** self.alpha
        x = (1 - self.lambd * eta) * x - eta * (g + self.decay * x)
        self.m = self.m + (x - self.m) / max(1, self.k - self.t0)
        self.k += 1
        return x

    def average(self):
        return self.m


class PerturbedSGD(Vector):
    """x ← x − η(g + σξ), ξ ~ N(0, I) or uniform in a ball with the same covariance (Ge et al. 2015)."""

    def __init__(self, params, random, lr, noise, ball=False):
        self.random, self.sigma, self.ball = random, noise, ball
        super().__init__(params, lr)

    def move(self, x, g, lr):
        if self.ball:
            return x - lr * (g + in_ball(self.random, self.sigma * math.sqrt(self.n + 2), self.n))
        return x - lr * (g + self.sigma * self.random.normals(self.n))


class PerturbedGD(Vector):
    """Gradient descent that is kicked where ‖g‖ ≤ g_thres, the last kick being more than t_thres steps ago (Jin et al. 2017)."""

    def __init__(self, params, random, lr, radius, g_thres, t_thres):
        self.random, self.radius, self.g_thres, self.t_thres, self.since = random, radius, g_thres, t_thres, t_thres + 1
        super().__init__(params, lr)

    def move(self, x, g, lr):
        if self.since > self.t_thres and g @ g <= self.g_thres**2:
            self.since = 0
            return x + in_ball(self.random, self.radius, self.n)
        self.since += 1
        return x - lr * g


class SGLD(Vector):
    """x ← x − ηg + √(2ηT) ξ,  ξ ~ N(0, I) (Welling & Teh 2011)."""

    def __init__(self, params, random, lr, temperature):
        self.random, self.temperature = random, temperature
        super().__init__(params, lr)

    def move(self, x, g, lr):
        return x - lr * g + math.sqrt(2 * lr * self.temperature) * self.random.normals(self.n)


class NAdam(Vector):
    """Dozat 2016, Algorithm 8. torch.optim.NAdam up to 1.13 has μ_k twice in the second product."""

    def __init__(self, params, lr, betas, eps, weight_decay, momentum_decay):
        (self.b1, self.b2), self.eps, self.decay, self.psi = betas, eps, weight_decay, momentum_decay
        super().__init__(params, lr)

    def begin(self):
        self.k, self.product, self.m, self.v = 0, 1, torch.zeros(self.n), torch.zeros(self.n)

    def move(self, x, g, lr):
        g = g + self.decay * x
        self.k += 1
        mu, next = (self.b1 * (1 - 0.5 * 0.96 ** (k * self.psi)) for k in (self.k, self.k + 1))
        self.product *= mu
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g**2
        ahead = (1 - mu) / (1 - self.product) * g + next / (1 - self.product * next) * self.m
        return x - lr * ahead / ((self.v / (1 - self.b2**self.k)).sqrt() + self.eps)


class ScheduledRprop(Vector):
    """torch.optim.Rprop reads its step size once; this one multiplies its sizes by it, so that a schedule acts on them."""

    def __init__(self, params, lr, etas, step_sizes):
        (self.down, self.up), (self.low, self.high), self.unit = etas, step_sizes, lr
        super().__init__(params, lr)

    def begin(self):
        self.size, self.last = torch.ones(self.n), torch.zeros(self.n)

    def move(self, x, g, lr):
        g = g.sign()
        turn = g * self.last
        self.size = torch.where(turn > 0, self.size * self.up, torch.where(turn < 0, self.size * self.down, self.size))
        self.size = self.size.clamp(self.low / self.unit, self.high / self.unit)
        self.last = torch.where(turn < 0, torch.zeros(self.n), g)
        return x - lr * self.size * self.last


class Lion(Vector):
    """x ← x − η(sign(β₁m + (1−β₁)g) + λx);  m ← β₂m + (1−β₂)g (Chen et al. 2023)."""

    def __init__(self, params, lr, betas, weight_decay):
        (self.b1, self.b2), self.decay = betas, weight_decay
        super().__init__(params, lr)

    def begin(self):
        self.m = torch.zeros(self.n)

    def move(self, x, g, lr):
        step = (self.b1 * self.m + (1 - self.b1) * g).sign() + self.decay * x
        self.m = self.b2 * self.m + (1 - self.b2) * g
        return x - lr * step


class AdaGradNorm(Vector):
    """b² ← b² + ‖g‖²;  x ← x − η/b g (Ward, Wu, Bottou 2019)."""

    def __init__(self, params, lr, b0):
        self.b2 = b0**2
        super().__init__(params, lr)

    def move(self, x, g, lr):
        self.b2 += float(g @ g)
        return x - lr / math.sqrt(self.b2) * g


class AdGD(Vector):
    """λ ← min(√(1+θ) λ, ‖Δx‖/(2‖Δg‖));  x ← x − λg (Malitsky & Mishchenko 2020). λ is kept in units of the first step size."""

    def begin(self):
        self.unit, self.size, self.theta, self.last = self.param_groups[0]["lr"], 1.0, math.inf, None

    def move(self, x, g, lr):
        if self.last is not None:
            dx, dg = float((self.last[0] - x).norm()), float((self.last[1] - g).norm())
            size = math.sqrt(1 + self.theta) * self.size
            if dx > 0 and dg > 0:
                size = min(size, dx / (2 * dg) / self.unit)
            if size < math.inf:
                self.theta, self.size = size / self.size, size
        self.last = x, g
        return x - lr * self.size * g


class UniXGrad(Vector):
    """Kavis, Levy, Bach, Cevher 2019, Algorithm 1, over the ball about the start: two gradients a turn, each a step here."""

    def __init__(self, params, lr, radius):
        self.radius = radius
        super().__init__(params, lr)

    def begin(self):
        self.t, self.sum, self.second, self.start, self.bar = 0, 0.0, False, None, torch.zeros(self.n)

    def move(self, x, g, lr):
        if self.start is None:
            self.t, self.start, self.y = 1, x, x
        size = lr * 2 * math.sqrt(2) * self.radius / math.sqrt(1 + self.sum) * self.t
        if not self.second:
            self.m, self.second = g, True
            x = project(self.y - size * g, self.radius, self.start)
            self.bar = self.bar + 2 / (self.t + 1) * (x - self.bar)
            return self.bar
        self.y = project(self.y - size * g, self.radius, self.start)
        self.sum += self.t**2 * float((self.m - g) @ (self.m - g))
        self.t, self.second = self.t + 1, False
        return self.bar + 2 / (self.t + 1) * (self.y - self.bar)

    def average(self):
        return self.bar


class AcceleGrad(Vector):
    """Levy, Yurtsever, Cevher 2018, Algorithm 2, over the ball about the start."""

    def __init__(self, params, lr, radius, grad_bound):
        self.radius, self.sum = radius, grad_bound**2
        super().__init__(params, lr)

    def begin(self):
        self.t, self.weight, self.start, self.bar = 0, 0.0, None, torch.zeros(self.n)

    def alpha(self):
        return 1 if self.t <= 2 else (self.t + 1) / 4

    def move(self, x, g, lr):
        if self.start is None:
            self.start = self.z = x
        a = self.alpha()
        self.sum += a * a * float(g @ g)
        eta = lr * 4 * self.radius / math.sqrt(self.sum)
        self.weight += a
        y = x - eta * g
        self.bar = self.bar + a / self.weight * (y - self.bar)
        self.z = project(self.z - a * eta * g, self.radius, self.start)
        self.t += 1
        return y + (self.z - y) / self.alpha()

    def average(self):
        return self.bar


def project(x, radius, centre):
    """The nearest point of a ball."""
    d = (x - centre).norm()
    return x if d <= radius else centre + radius / d * (x - centre)


class Backtracking(Vector):
    """x ← x − tg with the first t = η, ηβ, … that lowers f by ct‖g‖² (Armijo 1966)."""

    def __init__(self, params, problem, lr, c, shrink):
        self.problem, self.c, self.shrink = problem, c, shrink
        super().__init__(params, lr)

    def move(self, x, g, lr):
        f, slope, t = self.problem.value(x), float(g @ g), lr
        while t > lr * 2.0**-60:
            if self.problem.value(x - t * g) <= f - self.c * t * slope:
                return x - t * g
            t *= self.shrink
        return x


class AdaGradFull(Vector):
    """G ← G + ggᵀ;  x ← x − η(εI + G^½)⁻¹g (Duchi, Hazan, Singer 2011)."""

    def __init__(self, params, lr, eps):
        self.eps = eps
        super().__init__(params, lr)

    def begin(self):
        self.sum = torch.zeros(self.n, self.n)

    def move(self, x, g, lr):
        if g @ g == 0:
            return x
        self.sum = self.sum + torch.outer(g, g)
        w, v = torch.linalg.eigh(self.sum)
        return x - lr * v @ ((v.T @ g) / (self.eps + w.clamp(min=0).sqrt()))


class Shampoo(Vector):
    """L ← L + GGᵀ, R ← R + GᵀG;  W ← W − η L^(−¼) G R^(−¼) (Gupta, Koren, Singer 2018). Sides above 128 have no matrix."""

    def __init__(self, params, lr, eps, update_freq):
        self.eps, self.every = eps, update_freq
        super().__init__(params, lr)

    def begin(self):
        self.k, self.v, self.sides, rest = 0, torch.full((self.n,), self.eps), [], torch.ones(self.n, dtype=torch.bool)
        for at, rows, cols in MATRICES or [(0, self.n, 1)]:
            left, right = rows <= 128, cols <= 128
            if left or right:
                power = -0.25 if left and right else -0.5
                self.sides.append((at, rows, cols, [self.eps * torch.eye(n) if kept else None for n, kept in ((rows, left), (cols, right))], [None, None], power))
                rest[at : at + rows * cols] = False
        self.rest = rest

    def move(self, x, g, lr):
        self.v = self.v + g * g
        u = torch.where(self.rest, g / self.v.sqrt(), g)
        for at, rows, cols, sums, roots, power in self.sides:
            m = g[at : at + rows * cols].reshape(rows, cols)
            for i, gram in enumerate((m @ m.T, m.T @ m)):
                if sums[i] is not None:
                    sums[i] += gram
                    if self.k % self.every == 0:
                        w, v = torch.linalg.eigh(sums[i])
                        roots[i] = v * w.clamp(min=self.eps) ** power @ v.T
            if roots[0] is not None:
                m = roots[0] @ m
            if roots[1] is not None:
                m = m @ roots[1]
            u[at : at + rows * cols] = m.reshape(-1)
        self.k += 1
        return x - lr * u


class Muon(Vector):
    """Nesterov's momentum, each matrix of it made nearly orthogonal by Newton–Schulz steps (Jordan et al. 2024)."""

    def __init__(self, params, lr, momentum, weight_decay, ns_steps):
        self.mu, self.decay, self.steps = momentum, weight_decay, ns_steps
        super().__init__(params, lr)

    def begin(self):
        self.v = torch.zeros(self.n)

    def move(self, x, g, lr):
        self.v = self.mu * self.v + g
        u = g + self.mu * self.v
        for at, rows, cols in MATRICES or [(0, self.n, 1)]:
            m = u[at : at + rows * cols].reshape(rows, cols)
            m = m / (m.norm() + 1e-7)
            for _ in range(self.steps):
                if rows <= cols:
                    a = m @ m.T
                    m = 3.4445 * m + (-4.775 * a + 2.0315 * a @ a) @ m
                else:
                    a = m.T @ m
                    m = 3.4445 * m + m @ (-4.775 * a + 2.0315 * a @ a)
            u[at : at + rows * cols] = math.sqrt(max(1, rows / cols)) * m.reshape(-1)
        return x - lr * (u + self.decay * x)


class Spectral(Vector):
    """A method that makes of each eigenvalue λ of the Hessian, and of the gradient's part ĝ along its eigenvector, the step's."""

    def __init__(self, params, problem, lr, k=64):
        self.problem, self.k = problem, k
        super().__init__(params, lr)

    def move(self, x, g, lr):
        basis = None
        if self.n > 64:  # the Krylov space of the gradient, which lies in it
            basis, h = lanczos(self.problem, x, g, min(self.k, self.n))
            if basis is None:
                return x
            g = basis.T @ g
        else:
            h = torch.stack([self.problem.curvature(x, e) for e in torch.eye(self.n)], dim=1)
        values, vectors = torch.linalg.eigh((h + h.T) / 2)
        step = vectors @ self.part(values, vectors.T @ g)
        return x + lr * (step if basis is None else basis @ step)


def divide(g, values):
    """−ĝ/λ, and 0 where λ is 0 but for rounding."""
    zero = values.abs() <= values.abs().max() * len(values) * 2.0**-52
    return torch.where(zero, torch.zeros_like(g), -g / values)


class Newton(Spectral):
    """x ← x − η(∇²f + δI)⁻¹∇f"""

    def __init__(self, params, problem, lr, damping):
        self.damping = damping
        super().__init__(params, problem, lr)

    def part(self, values, g):
        return divide(g, values + self.damping)


class SaddleFreeNewton(Spectral):
    """x ← x − η(|∇²f| + δI)⁻¹∇f (Dauphin et al. 2014)."""

    def __init__(self, params, problem, lr, damping, k):
        self.damping = damping
        super().__init__(params, problem, lr, k)

    def part(self, values, g):
        return divide(g, values.abs() + self.damping)


class CubicNewton(Spectral):
    """s = argmin gᵀs + ½sᵀ∇²f s + M/6 ‖s‖³;  x ← x + ηs (Nesterov & Polyak 2006, section 5)."""

    def __init__(self, params, problem, lr, M):
        self.M = M
        super().__init__(params, problem, lr)

    def part(self, values, g):
        base = max(0.0, -float(values[0]))

        def parts(t):  # s at σ = base + t: −ĝ/(λ + σ)
            return torch.where(g == 0, torch.zeros_like(g), -g / (values + base + t))

        left, right = 0.0, math.sqrt(self.M * float(g.norm()) / 2)
        while left < (t := left + (right - left) / 2) < right:  # ‖s‖ = 2σ/M, by bisection to the last bit
            if parts(t).norm() > 2 * (base + t) / self.M:
                left = t
            else:
                right = t
        s, want = parts(right), 2 * (base + right) / self.M
        if base > 0 and s.norm() < want * (1 - 1e-12):  # the hard case: what is missing goes along the lowest eigenvector
            s[0] = math.copysign(math.sqrt(want**2 - float(s @ s) + float(s[0]) ** 2), float(s[0]))
        return s


class TrustRegion(Vector):
    """Steihaug's conjugate gradients within a radius that follows how well the model has foretold f (Nocedal & Wright 2006)."""

    def __init__(self, params, problem, lr, max_radius, accept, k):
        self.problem, self.max_radius, self.accept, self.k, self.factor = problem, max_radius, accept, k, 1.0
        super().__init__(params, lr)

    def move(self, x, g, lr):
        if not g.norm() > 0:
            return x
        radius = min(lr * self.factor, self.max_radius)
        p, r, edge = self.steihaug(x, g, radius)
        promised = -float(p @ (g + r)) / 2
        fell = self.problem.value(x) - self.problem.value(x + p)
        ratio = fell / promised if promised else math.nan
        if not ratio >= 0.25:
            radius /= 4
        elif ratio > 0.75 and edge:
            radius *= 2
        self.factor = radius / lr
        return x + p if ratio > self.accept else x

    def steihaug(self, x, g, radius):
        p, r, d = torch.zeros(self.n), g, -g
        rr = float(r @ r)
        enough = min(0.5, rr**0.25) * math.sqrt(rr)
        for _ in range(self.k):
            hd = self.problem.curvature(x, d)
            bent, dd, pd, pp = float(d @ hd), float(d @ d), float(p @ d), float(p @ p)
            if bent <= 0 or pp + 2 * (rr / bent) * pd + (rr / bent) ** 2 * dd >= radius**2:
                rest = radius**2 - pp
                tau = rest / (pd + math.sqrt(pd * pd + dd * rest))
                return p + tau * d, r + tau * hd, True
            p, r = p + rr / bent * d, r + rr / bent * hd
            next = float(r @ r)
            if math.sqrt(next) <= enough:
                break
            d, rr = next / rr * d - r, next
        return p, r, False


class NegativeCurvature(Vector):
    """A gradient step, or, where the Hessian's lowest eigenvalue is below −τ, one along its eigenvector (Carmon et al. 2018)."""

    def __init__(self, params, problem, random, lr, tolerance, escape, k):
        self.problem, self.random, self.tolerance, self.escape, self.k = problem, random, tolerance, escape, k
        super().__init__(params, lr)

    def move(self, x, g, lr):
        begin = torch.tensor([2 * self.random.uniform() - 1 for _ in range(self.n)])
        basis, t = lanczos(self.problem, x, begin, min(self.k, self.n))
        values, vectors = jacobi(t)
        low = int(values.argmin())
        if not values[low] < -self.tolerance:
            return x - lr * g
        v = basis @ vectors[:, low]
        step = -self.escape * float(values[low])
        return x + (-step if g @ v > 0 else step) * v


def jacobi(a):
    """Eigenvalues and eigenvectors by rotations (Golub & Van Loan, section 8.5): where gᵀv = 0 the side that a method takes is
    that of the computed v, and eigh would give another."""
    a, n = a.clone(), len(a)
    v, tol = torch.eye(n), float(a.norm()) * 2.0**-60
    for _ in range(40):
        again = False
        for p in range(n):
            for q in range(p + 1, n):
                if abs(a[p, q]) > tol:
                    again = True
                    theta = float((a[q, q] - a[p, p]) / (2 * a[p, q]))
                    t = math.copysign(1 / (abs(theta) + math.sqrt(theta**2 + 1)), theta)
                    c = 1 / math.sqrt(t * t + 1)
                    j = torch.eye(n)
                    j[p, p] = j[q, q] = c
                    j[p, q], j[q, p] = t * c, -t * c
                    a, v = j.T @ a @ j, v @ j
                    a[p, q] = a[q, p] = 0
        if not again:
            break
    return a.diagonal(), v


def lanczos(problem, x, start, k):
    """A basis of the Krylov space of the Hessian and a vector, and the Hessian on it; no basis where the vector is 0."""
    if not start.norm() > 0:
        return None, None
    basis, alpha, beta, largest = [start / start.norm()], [], [], 0.0
    while True:
        w = problem.curvature(x, basis[-1])
        largest = max(largest, float(w.norm()))
        alpha.append(float(basis[-1] @ w))
        for _ in range(2):
            for q in basis:
                w = w - (q @ w) * q
        rest = float(w.norm())
        if len(basis) == k or not rest > 2.0**-44 * largest:
            break
        beta.append(rest)
        basis.append(w / rest)
    off = torch.tensor(beta)
    t = torch.diag(torch.tensor(alpha)) + (torch.diag(off, 1) + torch.diag(off, -1) if beta else 0)
    return torch.stack(basis, dim=1), t


class LBFGS(torch.optim.LBFGS):
    """torch.optim.LBFGS. Its first gradient is the one at hand, the others are asked of the problem."""

    def __init__(self, params, problem, **rest):
        super().__init__(params, **rest)
        self.problem, self.first = problem, True

    def step(self):
        params, self.first = self.param_groups[0]["params"], True

        def closure():
            x = vector(params)
            if self.first:
                self.first = False
                return self.problem.value(x)
            f, g = self.problem.gradient(x)
            now = [p.data.clone() for p in params]
            write(params, g)
            for p, data in zip(params, now):
                p.grad, p.data = p.data.clone(), data
            return f

        return super().step(closure)
