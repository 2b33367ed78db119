"""Prices of options by the formula of Black and Scholes."""

import numpy as np
import numpy.typing as npt


def normal_cdf(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The normal distribution by a polynomial of Abramowitz and Stegun."""
    k = 1.0 / (1.0 + 0.2316419 * np.abs(x))
    series = k * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
    tail = np.exp(-0.5 * x * x) / np.sqrt(2.0 * np.pi) * series
    return np.where(x >= 0.0, 1.0 - tail, tail)


def black_scholes(
    price: npt.NDArray[np.float64],
    strike: npt.NDArray[np.float64],
    years: npt.NDArray[np.float64],
    rate: float,
    volatility: float,
):
    deviation = volatility * np.sqrt(years)
    d1 = (np.log(price / strike) + (rate + 0.5 * volatility**2) * years) / deviation
    d2 = d1 - deviation
    discounted = strike * np.exp(-rate * years)
    call = price * normal_cdf(d1) - discounted * normal_cdf(d2)
    put = call - price + discounted
    return call, put
