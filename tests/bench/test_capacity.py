"""The capacity model: its servers wait in line as servers do."""

from dataclasses import replace

import pytest

from bench.capacity_model import Costs, Scenario, Servers, instances_needed, simulate

COSTS = Costs()


def test_a_server_does_one_thing_after_another() -> None:
    servers = Servers(2)
    assert servers.serve(0, at=1.0, seconds=2.0) == 3.0
    assert servers.serve(0, at=1.5, seconds=1.0) == 4.0
    assert servers.serve(1, at=1.5, seconds=1.0) == 2.5
    assert servers.busiest(10.0) == pytest.approx(0.3)


def test_a_lone_message_takes_the_sum_of_its_steps() -> None:
    two_people = Scenario(users=2, instances=1, redises=1, room_size=2, largest_room=2)
    rare = simulate(two_people, COSTS, seconds=3_000)
    deliveries = rare.deliveries / rare.messages
    assert 1 <= deliveries <= 2
    most = COSTS.send + COSTS.publish + COSTS.subscriber + COSTS.receive + 2 * COSTS.delivery
    assert rare.delivered_p50 == pytest.approx(most, rel=0.02)


def test_twice_as_many_users_keep_servers_twice_as_busy() -> None:
    once = simulate(Scenario(users=20_000, instances=8, redises=1), COSTS, seconds=30)
    twice = simulate(Scenario(users=40_000, instances=8, redises=1), COSTS, seconds=30)
    assert twice.busy_redis == pytest.approx(2 * once.busy_redis, rel=0.15)
    assert twice.delivered_p99 > once.delivered_p99


def test_what_the_arithmetic_asks_for_is_as_busy_as_it_says() -> None:
    alone = Scenario(users=400_000, instances=2, redises=1)
    count = instances_needed(alone, COSTS, share=0.6)
    outcome = simulate(replace(alone, instances=count), COSTS, seconds=5)
    assert 0.4 < outcome.busy_instance < 0.85
    assert simulate(replace(alone, instances=count), COSTS, seconds=5) == outcome
