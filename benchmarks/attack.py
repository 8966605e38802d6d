"""Attack a server of ours, one attack after another, while good clients go on asking; or for hours.

    python -m benchmarks.attack [--store STORE] [--timeout N] [NAME...]
    python -m benchmarks.attack --soak SECONDS [--store STORE]

prints a table: each attack, what it was answered, in how many seconds, and what eight good clients, who ask
ten questions a second each from addresses of their own, saw in that time: the share of answers with status
200, and the 95th percentile in milliseconds. An attack fails where an answer is none of those that its row
expects, or comes later than the deadline and a second, or where a good client waits longer than 150 ms or
gets no answer. NAME keeps attacks whose names have these words. With --soak a mix of all goes on for so many
seconds; a line every minute tells of memory (what the server and all its processes wrote to, each page once)
and descriptors, and the last of their growth. Exit code 1 where anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from benchmarks.attack_http import BEHAVIOURS, Behaviour, behave
from benchmarks.attack_queries import QUERIES
from benchmarks.attacked import good_clients, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.attack_queries import Query
    from benchmarks.attacked import Good, Server

LATE = 1.0
"""Seconds after a deadline by which the answer has to have come."""
SLOW = 150.0
"""Milliseconds within which 95 of 100 good queries have to be answered."""
_SENT_WHOLE = 100_000
"""Bytes of a request beyond which its refusal may get lost, as the rest is not read."""
_PAUSE = 2.0
"""Seconds between two attacks, in which what the first began comes to an end."""


@dataclass(frozen=True)
class Attack:
    """A row of the table."""

    name: str
    behaviour: Behaviour


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*")
    parser.add_argument("--store", type=Path, default=Path(".kg/store"))
    parser.add_argument("--timeout", type=float, default=5.0, help="seconds that a query may take")
    parser.add_argument("--soak", type=float, default=0.0, metavar="SECONDS")
    given = parser.parse_args()
    with canary() as seen, serving(given.store, timeout=given.timeout) as server:
        attacks = [one for one in read_attacks(given.timeout, seen.port) if _is_wanted(one.name, given.names)]
        if given.soak:
            from benchmarks.soak import soak

            fine = asyncio.run(soak(server, attacks, given.soak))
        else:
            fine = asyncio.run(attack_all(server, attacks))
        print(f"# connections to the canary: {seen.number}")
    sys.exit(0 if fine and not seen.number else 1)


def read_attacks(timeout: float, canary_port: int) -> list[Attack]:
    """Return all attacks, queries first."""
    queries = {name: _sending(query, timeout, canary_port) for name, query in QUERIES.items()}
    return [
        *(Attack(f"query: {name}", sent) for name, sent in queries.items()),
        *(Attack(f"client {name}", behaviour) for name, behaviour in BEHAVIOURS.items()),
    ]


def _sending(query: Query, timeout: float, canary_port: int) -> Behaviour:
    body = query.text if isinstance(query.text, bytes) else query.text.encode()
    body = body.replace(b"{canary}", str(canary_port).encode())
    head = (
        "POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n"
        f"Content-Type: {query.media}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    closed = {0} if len(body) > _SENT_WHOLE else set()
    return Behaviour(head.encode() + body, query.expected | closed, within=timeout)


def _is_wanted(name: str, words: list[str]) -> bool:
    return not words or any(word in name for word in words)


async def attack_all(server: Server, attacks: list[Attack]) -> bool:
    """Print the table, and return whether nothing failed."""
    failed = 0
    await asyncio.sleep(3)
    with good_clients(server.port) as good:
        began = time.monotonic()
        await asyncio.sleep(15)
        number, share, p95 = good.between(began, time.monotonic())
        print("| attack | answered | seconds | good answers | p95 ms | |\n|---|---|---|---|---|---|")
        print(f"| none | | | {share:.0%} of {number} | {p95:.0f} | |", flush=True)
        for number, attack in enumerate(attacks):
            address = f"127.0.{3 + number // 250}.{1 + number % 250}"
            faults = await _attack(server, attack, good, address)
            failed += bool(faults)
            await asyncio.sleep(_PAUSE)
            if not server.is_alive:
                print("# the server is dead")
                return False
        total, share, slowest = good.between(0, time.monotonic())
    print(f"# {len(attacks) - failed} of {len(attacks)} attacks withstood")
    print(f"# the machine stood still {good.still:.0f} s")
    print(f"# good answers {total}, {share:.2%} with 200, p95 {slowest:.0f} ms")
    print(f"# memory {server.memory()[1]:.0f} MB, descriptors {server.descriptors()}")
    return not failed


async def _attack(server: Server, attack: Attack, good: Good, address: str) -> list[str]:
    began = time.monotonic()
    outcome = await behave(attack.behaviour, server.port, address)
    await asyncio.sleep(max(1.0 - outcome.seconds, 0))  # good clients ask ten times a second
    number, share, p95 = good.between(began, time.monotonic())
    faults = [f"answered {status}" for status in sorted(set(outcome.statuses) - attack.behaviour.expected)]
    faults += ["late"] if outcome.seconds > attack.behaviour.within + LATE else []
    faults += ["good clients refused"] if number and share < 1 else []
    faults += ["good clients slow"] if number and p95 > SLOW else []
    told = ((n, status or "closed") for status, n in sorted(outcome.statuses.items()))
    answered = ", ".join(f"{n} times {what}" if n > 1 else f"{what}" for n, what in told)
    times = (f"{outcome.seconds:.2f}", f"{share:.0%} of {number}", f"{p95:.0f}")
    print("| " + " | ".join((attack.name, answered, *times, "; ".join(faults))) + " |", flush=True)
    return faults


class Canary:
    """A server that nobody should ask."""

    def __init__(self) -> None:
        self.number = 0
        self._server = HTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_port

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                canary.number += 1
                self.close_connection = True

        return Handler


@contextmanager
def canary() -> Iterator[Canary]:
    """Run a server that counts the connections to it."""
    seen = Canary()
    thread = Thread(target=seen._server.serve_forever, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        seen._server.shutdown()
        seen._server.server_close()


if __name__ == "__main__":
    main()
