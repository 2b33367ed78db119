"""Loop nests of well-known algorithms, with random changes: products, factorizations, solves, stencils, statistics.

Random nests seldom have what some passes look for; these have it, or almost. A pattern is text in which `X[i, j]` is
an element, `p` a size, and a choice stands as `{this|or this}`. For lists the subscripts are rewritten.
"""

from __future__ import annotations

import random
import re

from kernel import Node

# What each pattern needs: letters of matrices with their axes, and of vectors.
PATTERNS = {
    # A product, with a reset, a scale factor, or an operand of its own.
    "product": """
X:pq Y:pr Z:rq
for i in range(p):
    for j in range(q):
        X[i, j] {= 0.0|*= s|*= 0.5|+= 1.0}
        for k in range(r):
            X[i, j] {+=|-=} {s * |}Y[i, k] * Z[k, j]
""",
    "temporary": """
X:pq Y:pr Z:rq
for i in range(p):
    for j in range(q):
        t = {0.0|X[i, j]}
        for k in range(r):
            t {+=|-=} Y[i, k] * Z[k, j]
        X[i, j] = {t|s * t|t + X[i, j]|X[i, j] - t}
""",
    "syrk": """
X:pp Y:pq
for i in range(p):
    for j in range({i + 1|i, p|i|p}):
        X[i, j] *= s
    for k in range(q):
        for j in range({i + 1|i, p|i}):
            X[i, j] += {|s * }Y[i, k] * Y[j, k]
""",
    "symmetric": """
X:pp Y:qp
for i in range(p {|- 1}):
    X[i, i] = 1.0
    for j in range(i + 1, p):
        X[i, j] = 0.0
        for k in range(q):
            X[i, j] += Y[k, i] * Y[k, j]
        X[j, i] = X[i, j]
""",
    "covariance": """
X:pp Y:qp a:p
for j in range(p):
    a[j] = 0.0
    for i in range(q):
        a[j] += Y[i, j]
    a[j] /= {s|1.5}
for i in range(q):
    for j in range(p):
        Y[i, j] -= a[j]
for i in range(p):
    for j in range(i, p):
        X[i, j] = 0.0
        for k in range(q):
            X[i, j] += Y[k, i] * Y[k, j]
        X[i, j] /= {s|2.0}
        X[j, i] = X[i, j]
""",
    "lu": """
X:pp
for i in range(p):
    for j in range(i):
        for k in range(j):
            X[i, j] -= X[i, k] * X[k, j]
        X[i, j] /= {X[j, j]|1.5}
    for j in range(i, p):
        for k in range(i):
            X[i, j] -= X[i, k] * X[k, j]
""",
    "cholesky": """
X:pp
for i in range(p):
    for j in range(i):
        {t = X[i, j]|t = 0.0}
        for k in range(j):
            t -= X[i, k] * X[j, k]
        X[i, j] = {t / 1.5|t|t / X[j, j]}
    for k in range(i):
        X[i, i] -= X[i, k] * X[i, k]
    X[i, i] = sqrt(abs(X[i, i]))
""",
    "solve": """
X:pp a:p b:p
for i in range(p):
    a[i] = {b[i]|s * b[i]}
    for j in range({i|i + 1}):
        a[i] -= X[i, j] * a[j]
    a[i] = a[i] / {X[i, i]|1.5}
""",
    "back": """
X:pp a:p b:p
for i in range(p - 1, -1, -1):
    t = {b[i]|a[i]}
    for j in range(i + 1, p):
        t -= X[i, j] * a[j]
    a[i] = t / {X[i, i]|2.5}
""",
    "mvt": """
X:pq a:p b:q
for i in range(p):
    for j in range(q):
        a[i] {+=|-=} X[i, j] * b[j]
for i in range(p):
    for j in range(q):
        b[j] {+=|-=} X[i, j] * a[i]
""",
    "gemver": """
X:pp a:p b:p
for i in range(p):
    for j in range(p):
        X[i, j] += a[i] * b[j]
for i in range(p):
    for j in range(p):
        a[i] += {s * |}X[{j, i|i, j}] * b[j]
for i in range(p):
    b[i] = {b[i] + a[i]|a[i]}
""",
    "trmm": """
X:pq Y:pp
for i in range(p):
    for j in range(q):
        for k in range({i + 1, p|i, p|i}):
            X[i, j] += Y[{k, i|i, k}] * X[k, j]
        X[i, j] = s * X[i, j]
""",
    "stencil": """
X:pq Y:pq
for t in range({2|3}):
    for i in range(1, p - 1):
        for j in range(1, q - 1):
            Y[i, j] = 0.2 * (X[i, j] + X[i, j - 1] + X[i, j + 1] + X[i + 1, j] + X[i - 1, j])
    for i in range(1, p - 1):
        for j in range(1, q - 1):
            {X[i, j] = Y[i, j]|X[i, j] = 0.2 * (Y[i, j] + Y[i - 1, j])}
""",
    "seidel": """
X:pq
for i in range(1, p - 1):
    for j in range(1, q - 1):
        X[i, j] = (X[i - 1, j] + X[i, j - 1] + X[i, j] + X[i, j + 1] + X[i + 1, j]) / 5.0
""",
    "variance": """
Y:pq a:q b:q
for j in range(q):
    t = 0.0
    for i in range(p):
        t += (Y[i, j] - a[j]) * (Y[i, j] - a[j])
    b[j] = t
for i in range(p):
    for j in range(q):
        Y[i, j] = Y[i, j] - a[j]
""",
    "shifted": """
X:pp a:p
for i in range(p):
    for j in range(p - i):
        a[i] += {X[i, j + i]|a[j + i] * X[i, j + i]|X[j + i, i]}
""",
    "gramschmidt": """
X:pq Y:qq
for k in range(q):
    t = 0.0
    for i in range(p):
        t += X[i, k] * X[i, k]
    Y[k, k] = sqrt(t) + 0.5
    for i in range(p):
        X[i, k] = X[i, k] / Y[k, k]
    for j in range(k + 1, q):
        Y[k, j] = 0.0
        for i in range(p):
            Y[k, j] += X[i, k] * X[i, j]
        for i in range(p):
            X[i, j] -= X[i, k] * Y[k, j]
""",
    "floyd": """
X:pp
for k in range(p):
    for i in range(p):
        for j in range(p):
            X[i, j] = {min(X[i, j], X[i, k] + X[k, j])|X[i, j] if X[i, j] < X[i, k] + X[k, j] else X[i, k] + X[k, j]}
""",
    "mirror": """
X:pp
for i in range(p):
    for j in range({i|i + 1, p}):
        X[j, i] = {X[i, j]|-X[i, j]|s * X[i, j]}
""",
    "elementwise": """
X:pq Y:pq
for i in range({p|1, p|p - 1}):
    for j in range(q):
        X[i, j] {=|+=|*=} {Y[i, j] / s|Y[i, j] * Y[i, j]|abs(Y[i, j])|Y[i, j] + 1.5} {|* s|- X[i, j]}
""",
    "reductions": """
X:pq a:p b:q
for i in range(p):
    {a[i] = 0.0|a[i] = X[i, 0]}
    for j in range(q):
        a[i] = {a[i] + X[i, j]|a[i] + X[i, j] * X[i, j]|max(a[i], X[i, j])}
for j in range(q):
    b[j] = 0.5 * b[j]
    for i in range(p):
        b[j] += X[i, j]
""",
    "slices": """
X:pp a:p
for i in range(p):
    for j in range(i, p):
        X[i, j] = (X[:, i] * X[:, j]).sum()
        X[j, i] = X[i, j]
    a[i] = X[i, :i] @ a[:i]
    a[i:] += X[i, i:]
""",
    "rank_one": """
X:pq a:p b:q
for i in range(p):
    X[i, :] += a[i] * b
    X[i] {-=|*=} {b|X[i].sum()}
""",
    "expanded_product": """
X:pq Y:pq Z:rq a:r b:r
for i in range(p):
    for j in range(q):
        X[i, j] = 0.0
        for k in range({r|r|1, r}):
            X[i, j] += {a[k] * (b[k] * Y[i, j] + Z[k, j])|(b[k] * Y[i, j] + Z[k, j]) * a[k]|a[k] * (Z[k, j] + s * Y[i, j])}
""",
    "row_of_each": """
X:pq Y:pq a:q
for i in range(p):
    for j in range(q):
        a[j] = {s * Y[i, j]|Y[i, j]|X[i, j] - Y[i, j]}
    for j in range({q|1, q}):
        X[i, j] {=|+=} {a[j]|a[j] * a[j]|a[j] + a[j - 1]}
""",
    "rows_through_a_matrix": """
X:pq Z:qq a:q b:q
for i in range(p):
    for j in range(q):
        a[j] = 0.0
        for k in range(q):
            a[j] += X[i, k] * Z[{k, j|j, k}]
    for j in range(q):
        X[i, j] = a[j]
""",
    "recurrence": """
a:p b:p
for i in range(1, p):
    a[i] = {s * a[i - 1] + b[i]|a[i - 1] / b[i]|max(a[i - 1], b[i])|a[i] - a[i - 1]}
    {b[i] = b[i] * 0.5|b[i] = a[i]|a[i] *= 0.5}
""",
    "warp": """
X:pq a:p b:q
for i in range(1, p):
    for j in range(1, q):
        X[i, j] = {abs(a[i] - b[j])|a[i] * b[j]} + {min(X[i - 1, j], X[i, j - 1])|X[i - 1, j - 1] + X[i, j - 1]|X[i - 1, j]}
""",
    "syr2k": """
X:pp Y:pq Z:pq
for i in range(p):
    for j in range(i + 1):
        X[i, j] *= s
    for k in range(q):
        for j in range({i + 1|i}):
            X[i, j] += Y[j, k] * {s * |}Z[i, k] + Z[j, k] * {s * |}Y[i, k]
""",
    "symm": """
X:pq Y:pq Z:pp
for i in range(p):
    for j in range(q):
        t = 0.0
        for k in range(i):
            X[k, j] += {s * |}Y[i, j] * Z[i, k]
            t += Y[k, j] * Z[i, k]
        X[i, j] = s * X[i, j] + Y[i, j] * Z[i, i] + t
""",
    "elimination": """
X:pp
for k in range(p - 1):
    for i in range(k + 1, p):
        X[i, k] = X[i, k] / {X[k, k]|1.5}
        for j in range(k + 1, p):
            X[i, j] -= X[i, k] * X[k, j]
""",
    "pivot": """
X:pp
for k in range(p):
    for j in range(p):
        X[k, j] = X[k, j] / {s|1.5}
    for i in range(p):
        if i != k:
            for j in range(p):
                X[i, j] -= {X[i, k]|0.5} * X[k, j]
""",
    "two_updates": """
X:pq a:p b:q
for i in range(p):
    for j in range(q):
        X[i, j] += a[i] * b[j] + {a[i] * b[j]|s * a[i] * b[j]|b[j] * b[j]}
""",
    "sweeps": """
X:pq Y:pq
for t in range({2|3}):
    Y[1:-1, 1:-1] = 0.2 * (X[1:-1, 1:-1] + X[1:-1, :-2] + X[1:-1, 2:] + X[2:, 1:-1] + X[:-2, 1:-1])
    X[1:-1, 1:-1] = {Y[1:-1, 1:-1]|0.2 * (Y[1:-1, 1:-1] + Y[2:, 1:-1] + Y[:-2, 1:-1])}
""",
    "standardized": """
X:pq
X {-=|/=} {X.mean(axis=0)|X.mean(axis=1)[:, np.newaxis]|(1.0 + X.std(axis=0))}
X {*=|-=} {s|X.sum(axis=0)|X.max(axis=1)[:, np.newaxis]}
""",
    "rows_of_calls": """
X:pq Y:pq
for i in range({p|1, p}):
    X[i, :] {=|+=} {np.cumsum(Y[i, :])|np.sort(Y[i, :])|np.roll(Y[i, :], 1)|np.flip(Y[i, :])|s * np.cumprod(Y[i, :])}
""",
    "products": """
X:pq Y:pq Z:qq
X[:, :] = {Y @ Z|Y.dot(Z)|s * (Y @ Z)}
X += {Y|X @ Z|np.outer(X[:, 0], X[0, :])}
""",
    "mirrored": """
X:pp Y:qp
for i in range(p):
    for j in range(i, p):
        t = 0.0
        for k in range(q):
            t += Y[k, i] * Y[k, j]
        X[i, j] = t {|/ (q - 1.0)|* s}
        X[j, i] = {X[i, j]|t}
""",
    # Loops over items, as people write them.
    "items": """
a:p b:p
t = 0.0
for x in {a|b|a[1:]}:
    t {+=|-=} {x|x * x|s * x|max(x, t)}
b[0] = t
""",
    "numbered": """
a:p b:p
for i, x in enumerate({a|b|a[1:]}):
    b[i] {=|+=} {x * 2.0|s * x|x + a[i]}
""",
    "together": """
a:p b:p
t = 0.0
for x, y in zip(a, {b|a|b[1:]}):
    t {+=|-=} x * y
a[0] {=|+=} t
""",
    "rows": """
X:pq a:p
i = 0
for row in X:
    t = 0.0
    for x in row:
        t += x
    a[i] = t
    i += 1
""",
    "numbered_rows": """
X:pq a:p
for i, row in enumerate(X):
    for j, x in enumerate(row):
        {row[j] = x * s|a[i] += x|X[i, j] = x + a[i]}
""",
    "comprehension": """
a:p b:p
c = [{x * s|x * x|abs(x)} for x in a]
for i in range(p):
    b[i] {=|+=} c[i]
""",
    "builtin_sums": """
X:pq a:p
for i in range(p):
    a[i] = {sum(X[i])|max(X[i])|min(X[i])|sum(x * x for x in X[i])|sum([x * s for x in X[i]])}
""",
    "counted": """
a:p b:p
i = {0|1}
while i < p{| - 1}:
    b[i] {=|+=} {a[i] * 2.0|a[i] + b[i]|a[i - 1]}
    i += {1|1|2}
""",
    "largest": """
a:p b:p
t = a[0]
for i in range(p):
    if a[i] {>|<|>=} t:
        t = a[i]
b[0] = t
""",
    "place_of_largest": """
a:p b:p
k = 0
for i in range(1, p):
    if a[i] {>|<|>=} a[k]:
        k = i
b[k] {=|+=} a[k]
""",
    # Arrays that an iteration makes.
    "scratch": """
X:pq a:q
for i in range(p):
    w = {np.zeros(q)|X[i].copy()|X[i] * s|np.empty(q)}
    for j in range(q):
        w[j] {=|+=} X[i, j] + a[j]
    {note(w)|a[0] += w[0]|X[i] = w|note(w)}
""",
    "last_scratch": """
X:pq a:q
v = a
for i in range(p):
    w = np.zeros(q)
    for j in range(q):
        w[j] = {v[j]|0.5 * v[j]} + X[i, j]
    v = w
a[:] {+=|-=} v
""",
    "diagonal": """
X:pp a:p
a[:] {+=|-=} X.diagonal()
v = {np.diag(X)|X.diagonal()|X.T[0]|X[::-1, 0]}
X[0, 0] {=|+=} 2.0
a[:] {+=|*=} v
""",
}


def pattern(rng: random.Random, shapes: dict[str, tuple[str, ...]], uses_lists: bool) -> list[Node] | None:
    """The statements of a random pattern on the arrays of these shapes; None where none fits."""
    head, *lines = PATTERNS[rng.choice(list(PATTERNS))].strip().splitlines()
    if uses_lists and any("np." in line or re.search(r"\[[^\]]*:|\)\.|\b[XYZ]\b(?!\[)", line) for line in lines):
        return None
    names = bound(rng, head.split(), shapes)
    if names is None:
        return None
    text = "\n".join(lines)
    text = re.sub(r"\{([^{}]*)\}", lambda match: rng.choice(match.group(1).split("|")), text)
    missing = set(re.findall(r"\b([XYZab])\b(?=\[)", text)) - set(names)
    if missing - set(shapes):
        return None
    text = re.sub(r"\b[XYZabpqr]\b", lambda match: names.get(match.group(), match.group()), text)
    if uses_lists:
        text = re.sub(r"\[([^\]\[]+), ([^\]\[]+)\]", r"[\1][\2]", text)
    return tree(text.splitlines())


def bound(rng: random.Random, needs: list[str], shapes: dict[str, tuple[str, ...]]) -> dict[str, str] | None:
    """Arrays and sizes for the letters of a pattern; an array may stand for several."""
    names: dict[str, str] = {}
    for need in needs:
        letter, axes = need.split(":")

        def fits(name: str, axes: str = axes) -> bool:
            known = dict(names)
            pairs = zip(axes, shapes[name], strict=True)
            return len(shapes[name]) == len(axes) and all(known.setdefault(a, size) == size for a, size in pairs)

        fitting = [name for name in shapes if len(shapes[name]) == len(axes) and fits(name)]
        unused = [name for name in fitting if name not in names.values()]
        if not fitting:
            return None
        name = rng.choice(unused if unused and rng.random() < 0.9 else fitting)
        names[letter] = name
        names.update(zip(axes, shapes[name], strict=True))
    return names


def tree(lines: list[str]) -> list[Node]:
    """Indented lines as nodes."""
    nodes: list[Node] = []
    while lines:
        line, *lines = lines
        below = []
        while lines and lines[0].startswith("    "):
            below.append(lines.pop(0)[4:])
        nodes.append(Node(line, tree(below)))
    return nodes
