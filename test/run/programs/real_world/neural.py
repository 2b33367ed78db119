"""Layers of a small network, with inheritance."""

import numpy as np


class Layer:
    """What all layers share."""

    trainable = False

    def forward(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return self.forward(x)

    @property
    def name(self) -> str:
        return type(self).__name__


class Dense(Layer):
    trainable = True

    def __init__(self, weights: np.ndarray, bias: np.ndarray):
        super().__init__()
        self.weights = weights
        self.bias = bias
        self.gradient = np.zeros_like(weights)

    def forward(self, x: np.ndarray) -> np.ndarray:
        batch, inputs = x.shape
        outputs = self.weights.shape[1]
        if inputs != self.weights.shape[0]:
            raise ValueError(f"{self.name}: {inputs} inputs, not {self.weights.shape[0]}")
        y = np.empty((batch, outputs))
        for b in range(batch):
            for o in range(outputs):
                y[b, o] = self.bias[o]
                for i in range(inputs):
                    y[b, o] += x[b, i] * self.weights[i, o]
        return y

    def backward(self, x: np.ndarray, grad: np.ndarray) -> np.ndarray:
        """Accumulates the gradient of the weights, gives that of the input."""
        self.gradient[:] = 0.0
        for b in range(x.shape[0]):
            for i in range(x.shape[1]):
                for o in range(grad.shape[1]):
                    self.gradient[i, o] += x[b, i] * grad[b, o]
        return grad @ self.weights.T


class Relu(Layer):
    def forward(self, x: np.ndarray) -> np.ndarray:
        out = np.zeros_like(x)
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                out[i, j] = x[i, j] if x[i, j] > 0 else 0.0
        return out


class Softmax(Layer):
    def forward(self, x: np.ndarray) -> np.ndarray:
        out = x.copy()
        for row in out:
            m = row[0]
            for value in row:
                if value > m:
                    m = value
            total = 0.0
            for j in range(len(row)):
                row[j] = np.exp(row[j] - m)
                total += row[j]
            row /= total
        return out


class Network(Layer):
    def __init__(self, *layers: Layer):
        self.layers = list(layers)

    def forward(self, x: np.ndarray, trace=None) -> np.ndarray:
        for index, layer in enumerate(self.layers):
            x = layer(x)
            if trace is not None:
                trace[f"{index}:{layer.name}"] = x.shape
        return x


def build(n: int, m: int, seed: int = 0) -> Network:
    rng = np.random.default_rng(seed)
    return Network(Dense(rng.random((n, m)), rng.random(m)), Relu(), Dense(rng.random((m, 2)), np.zeros(2)), Softmax())


def run(x: np.ndarray, hidden: int = 5):
    network = build(x.shape[1], hidden)
    trace = {}
    return network.forward(x, trace=trace), trace
