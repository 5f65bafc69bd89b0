"""All attacks."""

from __future__ import annotations

from tests.warehouse.attacks import exhaustion, inside, outside
from tests.warehouse.attacks.attack import Attack

ATTACKS: tuple[Attack, ...] = (
    *outside.FILES,
    *outside.NETWORK,
    *outside.EXTENSIONS,
    *outside.ATTACH,
    *outside.COPY,
    *inside.SETTINGS,
    *inside.OWN,
    *inside.TEMP,
    *inside.SCHEMAS,
    *inside.DYNAMIC,
    *inside.SHADOWING,
    *inside.TRICKS,
    *exhaustion.MEMORY_FAMILY,
    *exhaustion.TIME_FAMILY,
    *exhaustion.DISK,
    *exhaustion.OUTPUT,
    *exhaustion.PARSER,
    *exhaustion.LEAKS,
)
