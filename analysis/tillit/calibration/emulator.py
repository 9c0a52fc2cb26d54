"""An emulator of one output of the program.

A quadratic in its active inputs, a Gaussian process for what that leaves, and a nugget for luck and for the inputs that
are not active.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from tillit.errors import TillitError

Reals = NDArray[np.float64]
Box = dict[str, tuple[float, float]]
MOST_ACTIVE, LEVEL, FOLDS = 12, 0.01, 5


@dataclass(frozen=True)
class Emulator:
    """Predicts an output within the box it was made in; `unexplained` is the variance of what it leaves to luck."""

    box: Box
    active: list[str]
    quadratic: Any
    process: Any
    scale: float
    unexplained: float
    r2: float
    within_3: float

    def predict(self, points: pd.DataFrame) -> tuple[Reals, Reals]:
        """Mean and variance at points, [point]; the variance holds the emulator's own error and the nugget.

        Raises:
            TillitError: a point lacks an input or lies outside the box: an emulator says nothing there.
        """
        for name, (low, high) in self.box.items():
            if name not in points:
                raise TillitError(f"emulator: the points lack {name}")
            own = points[name].to_numpy(dtype=float)
            slack = 1e-3 * (high - low)  # points are rounded to four digits
            if not ((own >= low - slack) & (own <= high + slack)).all():
                worst = own[np.argmax(np.maximum(low - own, own - high))]
                raise TillitError(f"emulator: {name} = {worst:g} is outside {low:g} to {high:g}, where it was made")
        x = _unit(points, self.box, self.active)
        residual, error = self.process.predict(x, return_std=True)
        mean = self.quadratic.predict(_features(x)) + self.scale * residual
        return np.asarray(mean, dtype=float), np.asarray((self.scale * error) ** 2, dtype=float)


def _unit(points: pd.DataFrame, box: Box, names: list[str]) -> Reals:
    low, high = np.array([box[n] for n in names]).T
    return np.asarray(2 * (points[names].to_numpy(dtype=float) - low) / (high - low) - 1, dtype=float)


def _features(x: Reals) -> Reals:
    from sklearn.preprocessing import PolynomialFeatures  # sklearn takes seconds, and only calibration needs it

    return np.asarray(PolynomialFeatures(2, include_bias=False).fit_transform(x), dtype=float)


def active_inputs(points: pd.DataFrame, y: Reals, box: Box) -> list[str]:
    """Inputs whose linear effect is told from zero (t test at 1 % over the number of inputs), strongest first.

    At least one. With fewer points than inputs the rank correlation takes the place of the regression.
    """
    names = list(box)
    x = _unit(points, box, names)
    free = len(y) - len(names) - 1
    if free >= 20:
        design = np.column_stack([np.ones(len(y)), x])
        coefficients, *_ = np.linalg.lstsq(design, y, rcond=None)
        variance = float(((y - design @ coefficients) ** 2).sum() / free)
        errors = np.sqrt(variance * np.diag(np.linalg.pinv(design.T @ design)))
        p = 2 * scipy.stats.t.sf(np.abs(coefficients[1:] / errors[1:]), free)
    else:
        p = np.array([scipy.stats.spearmanr(x[:, i], y).pvalue for i in range(len(names))])
    order = np.argsort(p)
    chosen = [names[i] for i in order if p[i] < LEVEL / len(names)][:MOST_ACTIVE]
    return chosen or [names[order[0]]]


def _fit(x: Reals, y: Reals, seed: int) -> tuple[Any, Any, float]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor, kernels
    from sklearn.linear_model import LinearRegression

    quadratic = LinearRegression().fit(_features(x), y)
    residual = y - quadratic.predict(_features(x))
    scale = float(residual.std()) or 1.0
    smooth = kernels.RBF(np.full(x.shape[1], 2.0), (0.3, 30))
    kernel = kernels.ConstantKernel(0.3, (1e-3, 10)) * smooth + kernels.WhiteKernel(0.7, (1e-3, 2))
    process = GaussianProcessRegressor(kernel, normalize_y=False, n_restarts_optimizer=0, random_state=seed)
    with warnings.catch_warnings():  # a length at its bound is an input without further effect
        warnings.simplefilter("ignore", ConvergenceWarning)
        return quadratic, process.fit(x, residual / scale), scale


def emulate(points: pd.DataFrame, y: Reals, box: Box, seed: int = 1) -> Emulator:
    """An emulator of an output at points, with its error measured on folds left out.

    Raises:
        TillitError: too few points.
    """
    if len(y) < 40:
        raise TillitError(f"emulator: {len(y)} points are too few; 40 are needed")
    from sklearn.model_selection import KFold

    active = active_inputs(points, y, box)
    active = active[: max(1, int(np.sqrt(len(y) / 3)))]  # the quadratic must leave most of the points free
    x = _unit(points, box, active)
    errors, standard = np.empty(len(y)), np.empty(len(y))
    for train, test in KFold(FOLDS, shuffle=True, random_state=seed).split(x):
        quadratic, process, scale = _fit(x[train], y[train], seed)
        residual, error = process.predict(x[test], return_std=True)
        errors[test] = y[test] - quadratic.predict(_features(x[test])) - scale * residual
        standard[test] = errors[test] / (scale * error)
    quadratic, process, scale = _fit(x, y, seed)
    r2 = 1 - float((errors**2).sum() / ((y - y.mean()) ** 2).sum())
    return Emulator(
        box, active, quadratic, process, scale, float(errors.var()), r2, float((np.abs(standard) < 3).mean())
    )
