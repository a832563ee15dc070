"""A discrete-event model of rooms, instances and Redis, fed with costs that were measured.

Every message takes the way of a real one: it waits for its turn at the instance of its sender, which stores
it; then at the Redis that has the room's channel; then at each instance where somebody of the room is
connected, which renders it once and hands it to every socket. Each of these serves one thing at a time. What
the model leaves out: the database's own limit, the network, and everything that is not a message.
"""

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

SEND: Final = 0
PUBLISH: Final = 1
DELIVER: Final = 2


@dataclass(frozen=True, slots=True)
class Costs:
    """CPU in seconds. Where each comes from stands in docs/operations/scale.md."""

    send: float = 1_800e-6  # a message through GraphQL to the database, at its sender's instance
    receive: float = 100e-6  # an event from Redis: read, decoded, put in order and rendered once
    delivery: float = 8.8e-6  # one socket given one message, the kernel's part included
    publish: float = 1.1e-6  # one PUBLISH at Redis
    subscriber: float = 0.45e-6  # each instance that hears it, at Redis


@dataclass(frozen=True, slots=True)
class Scenario:
    """Who is connected, and how they talk."""

    users: int
    instances: int
    redises: int
    rooms_for_each_user: int = 10
    room_size: float = 20.0  # connected members in the mean; sizes are spread as Zipf spreads them
    largest_room: int = 5_000
    messages_for_each_user: float = 1 / 300  # in a second: one in five minutes


class Outcome(NamedTuple):
    """`busy…` is how much of the time the busiest works; other times are in seconds, from the send on."""

    messages: int
    deliveries: int
    busy_instance: float
    busy_redis: float
    stored_p99: float
    delivered_p50: float
    delivered_p99: float


class Event(NamedTuple):
    """Something arrives at a server. `number` keeps events of one moment in order."""

    at: float
    number: int
    kind: int
    server: int
    message: int


@dataclass(slots=True)
class Message:
    sent_at: float
    targets: dict[int, int]
    """Sockets by instance."""
    stored_at: float = 0.0
    left: int = 0
    delivered_at: float = 0.0


class Servers:
    """A row of servers that each do one thing after another."""

    def __init__(self, count: int) -> None:
        self._free_at = [0.0] * count
        self._worked = [0.0] * count

    def serve(self, server: int, at: float, seconds: float) -> float:
        """When it is done with this."""
        done = max(self._free_at[server], at) + seconds
        self._free_at[server] = done
        self._worked[server] += seconds
        return done

    def busiest(self, seconds: float) -> float:
        return max(self._worked) / seconds


def simulate(scenario: Scenario, costs: Costs, *, seconds: float, seed: int = 1) -> Outcome:
    """Let them talk for so many seconds."""
    chance = random.Random(seed)
    messages = _sends(scenario, chance, seconds)
    instances, redises = Servers(scenario.instances), Servers(scenario.redises)
    queue = [
        Event(message.sent_at, number, SEND, chance.randrange(scenario.instances), number)
        for number, message in enumerate(messages)
    ]
    heapq.heapify(queue)
    number = len(queue)
    while queue:
        event = heapq.heappop(queue)
        message = messages[event.message]
        if event.kind == SEND:
            message.stored_at = instances.serve(event.server, event.at, costs.send)
            following = [
                Event(message.stored_at, 0, PUBLISH, chance.randrange(scenario.redises), event.message)
            ]
        elif event.kind == PUBLISH:
            work = costs.publish + costs.subscriber * len(message.targets)
            done = redises.serve(event.server, event.at, work)
            following = [Event(done, 0, DELIVER, target, event.message) for target in message.targets]
        else:
            work = costs.receive + costs.delivery * message.targets[event.server]
            done = instances.serve(event.server, event.at, work)
            message.delivered_at = max(message.delivered_at, done)
            following = []
        for each in following:
            heapq.heappush(queue, each._replace(number=number))
            number += 1
    return _outcome(messages, instances.busiest(seconds), redises.busiest(seconds))


def instances_needed(scenario: Scenario, costs: Costs, *, share: float, seed: int = 1) -> int:
    """How many instances work `share` of the time: arithmetic, from the mean message. At least two."""
    sample = [_room_size(scenario, random.Random(f"{seed}/{step}")) for step in range(4_000)]
    rate = scenario.users * scenario.messages_for_each_user
    count = 2
    for _ in range(20):  # the more instances, the more of them each message reaches
        targets = sum(_reached(size, count) for size in sample) / len(sample)
        work = costs.send + targets * costs.receive + sum(sample) / len(sample) * costs.delivery
        count = max(2, round(rate * work / share + 0.5))
    return count


def _reached(size: int, instances: int) -> float:
    """How many instances have somebody of a room of this size, in the mean."""
    return instances * (1 - (1 - 1 / instances) ** size)


def _room_size(scenario: Scenario, chance: random.Random) -> int:
    """Connected members of the room that a message is sent to: all rooms are written to alike."""
    size = scenario.room_size / 2 * (chance.paretovariate(2.0))
    return max(1, min(round(size), scenario.largest_room, scenario.users))


def _sends(scenario: Scenario, chance: random.Random, seconds: float) -> list[Message]:
    rate = scenario.users * scenario.messages_for_each_user
    found, at = [], chance.expovariate(rate)
    while at < seconds:
        targets: dict[int, int] = {}
        for _ in range(_room_size(scenario, chance)):
            target = chance.randrange(scenario.instances)
            targets[target] = targets.get(target, 0) + 1
        found.append(Message(at, targets))
        at += chance.expovariate(rate)
    return found


def _outcome(messages: Sequence[Message], busy_instance: float, busy_redis: float) -> Outcome:
    stored = sorted(message.stored_at - message.sent_at for message in messages)
    delivered = sorted(message.delivered_at - message.sent_at for message in messages)
    return Outcome(
        messages=len(messages),
        deliveries=sum(sum(message.targets.values()) for message in messages),
        busy_instance=busy_instance,
        busy_redis=busy_redis,
        stored_p99=_quantile(stored, 0.99),
        delivered_p50=_quantile(delivered, 0.5),
        delivered_p99=_quantile(delivered, 0.99),
    )


def _quantile(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0
