# Random numbers: the generator of Go's math/rand/v2, and what is drawn from it, number by number as the laboratory draws them.


class Random:
    """A stream of random numbers: PCG-DXSM with 128 bits of state (O'Neill 2014), begun by two numbers of 64 bits."""

    def __init__(self, seed, stream):
        self.state = seed << 64 | stream

    def uint64(self):
        self.state = (self.state * 0x2360ED051FC65DA44385DF649FCCF645 + 0x5851F42D4C957F2D14057B7EF767814F) % 2**128
        hi, lo = self.state >> 64, self.state % 2**64
        hi ^= hi >> 32
        hi = hi * 0xDA942042E4DD58B5 % 2**64
        hi ^= hi >> 48
        return hi * (lo | 1) % 2**64

    def uniform(self):
        """A number from [0, 1)."""
        return self.uint64() % 2**53 / 2**53

    def below(self, n):
        """A whole number from 0 to n−1 (Lemire 2019)."""
        if n & (n - 1) == 0:
            return self.uint64() & (n - 1)
        while True:
            product = self.uint64() * n
            if product % 2**64 >= 2**64 % n:
                return product >> 64

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]

    def normal(self):
        """A number from N(0, 1) by the ziggurat method with 128 strips (Marsaglia & Tsang 2000)."""
        while True:
            u = self.uint64()
            i, j = u >> 32 & 127, (u + 2**31) % 2**32 - 2**31
            x = j * WIDTH[i]
            if abs(j) < INSIDE[i]:
                return x
            if i == 0:  # the tail: Marsaglia 1964
                while True:
                    x = -math.log(self.uniform()) / TAIL
                    y = -math.log(self.uniform())
                    if y + y >= x * x:
                        return TAIL + x if j > 0 else -TAIL - x
            rise = np.float32(self.uniform()) * (HEIGHT[i - 1] - HEIGHT[i])
            if HEIGHT[i] + rise < np.float32(math.exp(-0.5 * x * x)):
                return x

    def normals(self, n):
        return torch.tensor([self.normal() for _ in range(n)])


def ziggurat():
    """The tables of the method, in single precision: a j below inside is under the density for sure, at j·width."""
    area, whole, right = 9.91256303526217e-3, 2.0**31, TAIL
    inside, width, height = [0] * 128, [0.0] * 128, [np.float32(1)] * 128
    base = area / math.exp(-0.5 * right * right)
    inside[0], before = int(right / base * whole), right
    width[0], width[127], height[127] = base / whole, right / whole, np.float32(math.exp(-0.5 * right * right))
    for i in range(126, 0, -1):
        right = math.sqrt(-2 * math.log(area / right + math.exp(-0.5 * right * right)))
        inside[i + 1], before = int(right / before * whole), right
        width[i], height[i] = right / whole, np.float32(math.exp(-0.5 * right * right))
    return inside, [float(np.float32(w)) for w in width], height


TAIL = 3.442619855899  # where the lowest strip ends
INSIDE, WIDTH, HEIGHT = ziggurat()


def in_ball(random, radius, n):
    """A point uniform in the ball of n dimensions: n of the n + 2 coordinates of one uniform on a sphere."""
    a, b = random.normal(), random.normal()
    z = random.normals(n)
    return z * (radius / math.sqrt(a * a + b * b + float(z @ z)))


def disc(random):
    """u of a uniform point (u, v) of the unit disc, and w = u² + v²."""
    while True:
        u, v = 2 * random.uniform() - 1, 2 * random.uniform() - 1
        w = u * u + v * v
        if 0 < w <= 1:
            return u, w


def polar(random):
    """A number from N(0, 1) by Marsaglia's polar method."""
    u, w = disc(random)
    return u * math.sqrt(-2 * math.log(w) / w)


def student(random, nu):
    """A number from Student's t with ν degrees of freedom (Bailey 1994)."""
    u, w = disc(random)
    return u * math.sqrt(nu * (w ** (-2 / nu) - 1) / w)
