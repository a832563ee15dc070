"""Capacity: what many users need, by a model that is fed with measured costs. Nothing is measured here."""

from dataclasses import replace
from typing import Final

from bench.capacity_model import Costs, Scenario, instances_needed, simulate
from bench.rows import Rows
from bench.workloads.options import Options

USERS: Final = (10_000, 100_000, 1_000_000)
SHARE: Final = 0.6  # of the time that an instance may work
MOST_SOCKETS: Final = 10_000  # for an instance: what one restart moves
IDLE_KB: Final = 11.2  # of memory for a socket that hears nothing
MOST_MESSAGES: Final = 20_000  # in one simulation


def run(options: Options) -> Rows:
    rows = Rows("capacity", ["users"])
    for users in USERS[: 2 if options.is_quick else None]:
        alone = Scenario(users=users, instances=2, redises=1)
        count = max(instances_needed(alone, Costs(), share=SHARE), users // MOST_SOCKETS)
        rate = users * alone.messages_for_each_user
        scenario = replace(alone, instances=count, redises=1)
        outcome = simulate(scenario, Costs(), seconds=min(60.0, MOST_MESSAGES / rate))
        rows.add(
            users=users,
            instances=count,
            sockets_each=users / count,
            memory_MB_each=users / count * IDLE_KB / 1000,
            messages_a_second=rate,
            deliveries_for_each=outcome.deliveries / max(1, outcome.messages),
            busiest_instance=outcome.busy_instance,
            busy_redis=outcome.busy_redis,
            stored_p99_ms=outcome.stored_p99 * 1000,
            delivered_p50_ms=outcome.delivered_p50 * 1000,
            delivered_p99_ms=outcome.delivered_p99 * 1000,
        )
    return rows
