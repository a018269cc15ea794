"""The patterns: one question of the literature a file. Importing this room enters them all in the list."""

from cohesion_sim.validation.patterns import (
    acculturation as acculturation,
)
from cohesion_sim.validation.patterns import (
    attachment as attachment,
)
from cohesion_sim.validation.patterns import (
    citizenship as citizenship,
)
from cohesion_sim.validation.patterns import (
    contact as contact,
)
from cohesion_sim.validation.patterns import (
    country as country,
)
from cohesion_sim.validation.patterns import (
    deprivation as deprivation,
)
from cohesion_sim.validation.patterns import (
    discrimination as discrimination,
)
from cohesion_sim.validation.patterns import (
    employment as employment,
)
from cohesion_sim.validation.patterns import (
    friends as friends,
)
from cohesion_sim.validation.patterns import (
    language as language,
)
from cohesion_sim.validation.patterns import (
    models as models,
)
from cohesion_sim.validation.patterns import (
    threat as threat,
)
from cohesion_sim.validation.patterns import (
    trust as trust,
)
