"""heat-3d on flattened lists. The heat equation in a cube, explicit in time."""


class Heat3d:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tsteps: int, n: int):
        self.TSTEPS = tsteps
        self.N = n

    def kernel(self, A: list, B: list):
        for t in range(1, self.TSTEPS + 1):
            for i in range(1, self.N - 1):
                for j in range(1, self.N - 1):
                    for k in range(1, self.N - 1):
                        B[self.N * (self.N * i + j) + k] = (
                            0.125
                            * (
                                A[self.N * (self.N * (i + 1) + j) + k]
                                - 2.0 * A[self.N * (self.N * i + j) + k]
                                + A[self.N * (self.N * (i - 1) + j) + k]
                            )
                            + 0.125
                            * (
                                A[self.N * (self.N * i + j + 1) + k]
                                - 2.0 * A[self.N * (self.N * i + j) + k]
                                + A[self.N * (self.N * i + j - 1) + k]
                            )
                            + 0.125
                            * (
                                A[self.N * (self.N * i + j) + k + 1]
                                - 2.0 * A[self.N * (self.N * i + j) + k]
                                + A[self.N * (self.N * i + j) + k - 1]
                            )
                            + A[self.N * (self.N * i + j) + k]
                        )
            for i in range(1, self.N - 1):
                for j in range(1, self.N - 1):
                    for k in range(1, self.N - 1):
                        A[self.N * (self.N * i + j) + k] = (
                            0.125
                            * (
                                B[self.N * (self.N * (i + 1) + j) + k]
                                - 2.0 * B[self.N * (self.N * i + j) + k]
                                + B[self.N * (self.N * (i - 1) + j) + k]
                            )
                            + 0.125
                            * (
                                B[self.N * (self.N * i + j + 1) + k]
                                - 2.0 * B[self.N * (self.N * i + j) + k]
                                + B[self.N * (self.N * i + j - 1) + k]
                            )
                            + 0.125
                            * (
                                B[self.N * (self.N * i + j) + k + 1]
                                - 2.0 * B[self.N * (self.N * i + j) + k]
                                + B[self.N * (self.N * i + j) + k - 1]
                            )
                            + B[self.N * (self.N * i + j) + k]
                        )


def kernel_heat_3d(tsteps: int, n: int, A: list[float], B: list[float]):
    for t in range(1, tsteps + 1):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                for k in range(1, n - 1):
                    B[n * (n * i + j) + k] = (
                        0.125
                        * (
                            A[n * (n * (i + 1) + j) + k]
                            - 2.0 * A[n * (n * i + j) + k]
                            + A[n * (n * (i - 1) + j) + k]
                        )
                        + 0.125
                        * (
                            A[n * (n * i + j + 1) + k]
                            - 2.0 * A[n * (n * i + j) + k]
                            + A[n * (n * i + j - 1) + k]
                        )
                        + 0.125
                        * (
                            A[n * (n * i + j) + k + 1]
                            - 2.0 * A[n * (n * i + j) + k]
                            + A[n * (n * i + j) + k - 1]
                        )
                        + A[n * (n * i + j) + k]
                    )
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                for k in range(1, n - 1):
                    A[n * (n * i + j) + k] = (
                        0.125
                        * (
                            B[n * (n * (i + 1) + j) + k]
                            - 2.0 * B[n * (n * i + j) + k]
                            + B[n * (n * (i - 1) + j) + k]
                        )
                        + 0.125
                        * (
                            B[n * (n * i + j + 1) + k]
                            - 2.0 * B[n * (n * i + j) + k]
                            + B[n * (n * i + j - 1) + k]
                        )
                        + 0.125
                        * (
                            B[n * (n * i + j) + k + 1]
                            - 2.0 * B[n * (n * i + j) + k]
                            + B[n * (n * i + j) + k - 1]
                        )
                        + B[n * (n * i + j) + k]
                    )
