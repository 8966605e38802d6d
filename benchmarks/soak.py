"""Attack a server for hours with a mix of everything, and watch its memory and its descriptors."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.attack_http import behave
from benchmarks.attacked import good_clients

if TYPE_CHECKING:
    from benchmarks.attack import Attack
    from benchmarks.attacked import Good, Server

GROWTH = 0.05
"""Part by which memory may grow after the warm-up."""
_WARM_UP = 0.2
"""Part of the time in which caches fill and each kind of attack was seen once."""
_EVERY = 5.0
"""Seconds between two attacks."""
_SAMPLE = 10.0
"""Seconds between two looks at memory and descriptors."""
_RATE = 2.0
"""Questions a second of each good client."""

_BUSY = {429, 503}
"""What any attack may be answered whose address was used before, or beside others."""

_Sample = tuple[float, float, float, int]


async def soak(server: Server, attacks: list[Attack], seconds: float) -> bool:
    """Print a line a minute, and the growth at the end; return whether the server stood it."""
    began = time.monotonic()
    samples: list[_Sample] = []
    wrong: Counter[str] = Counter()
    with good_clients(server.port, rate=_RATE) as good:
        attacking = asyncio.ensure_future(_go_on(server, attacks, wrong))
        while server.is_alive and (passed := time.monotonic() - began) < seconds:
            await asyncio.sleep(min(_SAMPLE, max(seconds - passed, 0.1)))
            samples.append((time.monotonic() - began, *server.memory(), server.descriptors()))
            if len(samples) % 6 == 0:
                _tell(samples[-1], good, began)
        attacking.cancel()
        await asyncio.gather(attacking, return_exceptions=True)
        grown = _growth(samples)
        total, share, p95 = good.between(began, time.monotonic())
    print(f"# good answers {total}, {share:.3%} with 200, p95 {p95:.0f} ms")
    print(f"# processor time of the server itself {server.seconds():.0f} s; it lives: {server.is_alive}")
    print(f"# the machine stood still {good.still:.0f} s; wrong answers: {dict(wrong) or 'none'}")
    return server.is_alive and share == 1 and grown <= GROWTH and not wrong


async def _go_on(server: Server, attacks: list[Attack], wrong: Counter[str]) -> None:
    """Begin an attack every few seconds, in a new order each round, from addresses that come again."""
    chance = random.Random(1)  # noqa: S311 - to shuffle
    running: set[asyncio.Task[None]] = set()
    try:
        while True:
            for attack in chance.sample(attacks, len(attacks)):
                address = f"127.0.{chance.randint(3, 4)}.{chance.randint(1, 250)}"
                task = asyncio.ensure_future(_one(server, attack, address, wrong))
                running.add(task)
                task.add_done_callback(running.discard)
                await asyncio.sleep(_EVERY)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _one(server: Server, attack: Attack, address: str, wrong: Counter[str]) -> None:
    outcome = await behave(attack.behaviour, server.port, address)
    for status in set(outcome.statuses) - attack.behaviour.expected - _BUSY:
        wrong[f"{attack.name}: {status}"] += 1


def _tell(sample: _Sample, good: Good, began: float) -> None:
    passed, own, whole, descriptors = sample
    now = time.monotonic()
    number, share, p95 = good.between(max(now - 60, began), now)
    sizes = f"server {own:6.1f} MB  with its processes {whole:6.1f} MB  descriptors {descriptors:4d}"
    print(f"{passed:6.0f} s  {sizes}  good {share:.2%} of {number}, p95 {p95:.0f} ms", flush=True)


def _growth(samples: list[_Sample]) -> float:
    """Print, and return for memory, how medians grew from the fifth after the warm-up to the last fifth."""
    end = samples[-1][0]
    first = [one for one in samples if _WARM_UP * end <= one[0] < 2 * _WARM_UP * end]
    last = [one for one in samples if one[0] >= (1 - _WARM_UP) * end]
    growth = {}
    for place, name in ((1, "server MB"), (2, "with its processes MB"), (3, "descriptors")):
        before, after = (statistics.median(one[place] for one in part) for part in (first, last))
        growth[name] = after / before - 1
        print(f"# {name}: {before:.1f} after the warm-up, {after:.1f} at the end: {growth[name]:+.1%}")
    return max(growth["server MB"], growth["with its processes MB"])
