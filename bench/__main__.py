"""Prints a line a figure: name, value, target, `ok` or `missed`. Ends with 1 when one is missed."""

import sys

from bench.figures import Figure
from bench.world import throw_away_world


def main() -> int:
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    with throw_away_world():
        from bench import look_ups, pages, queue, replay, uploads  # they need the world's settings

        parts = (uploads, look_ups, pages, queue, replay)
        figures = [name for part in parts for name in part.NAMES]
        if not any(name.startswith(only) for name in figures):
            sys.exit(f"There is no figure {only!r}. Figures: {', '.join(figures)}")
        missed = [figure for part in parts for figure in part.figures(only) if not show(figure)]
    return 1 if missed else 0


def show(figure: Figure) -> bool:
    verdict = "ok" if figure.value <= figure.target else "missed"
    print(f"{figure.name:<40} {figure.value:>9.2f} {figure.unit:<8} target <= {figure.target:g}  {verdict}", flush=True)
    return verdict == "ok"


if __name__ == "__main__":
    sys.exit(main())
