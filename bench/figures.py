from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value and the most that it may be. `unit` is "ratio" wherever two things of one run are compared."""

    name: str
    value: float
    target: float
    unit: str = "ratio"
