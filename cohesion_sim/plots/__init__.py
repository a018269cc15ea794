"""Figures of results: each says its message in its title, shows its interval, and names its source."""

from cohesion_sim.plots.analyses import convergence, frontier, sensitivity
from cohesion_sim.plots.claim import break_even, claim
from cohesion_sim.plots.files import save
from cohesion_sim.plots.gains import gains
from cohesion_sim.plots.individuals import individuals
from cohesion_sim.plots.network import network
from cohesion_sim.plots.optimum import optimum
from cohesion_sim.plots.panel import panel
from cohesion_sim.plots.scorecard import scorecard
from cohesion_sim.plots.square import square
from cohesion_sim.plots.story import story
from cohesion_sim.plots.students import students
from cohesion_sim.plots.town import DRAWN_WHOLE
from cohesion_sim.plots.trajectories import trajectories
from cohesion_sim.plots.waterfall import waterfall

__all__ = [
    "DRAWN_WHOLE",
    "break_even",
    "claim",
    "convergence",
    "frontier",
    "gains",
    "individuals",
    "network",
    "optimum",
    "panel",
    "save",
    "scorecard",
    "sensitivity",
    "square",
    "story",
    "students",
    "trajectories",
    "waterfall",
]
