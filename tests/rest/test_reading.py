"""REST's pages around a message, and whether what is read is shared."""

from tests.chat.asking import NO_ID
from tests.fixtures.people import People
from tests.rest.calling import answer, call, refusal


async def test_a_link_to_a_message_opens_the_page_around_it(people: People) -> None:
    ada, eve = await people.register_all("ada", "eve")
    room, other = await ada.create_room(), await ada.create_room()
    sent = [await ada.send(room, f"Number {number}") for number in range(1, 10)]
    path = f"/api/rooms/{room}/messages"
    for seq, seqs, has_more, has_newer in (
        (5, [3, 4, 5, 6], True, True),
        (1, [1, 2, 3, 4], False, True),
        (9, [6, 7, 8, 9], True, False),
    ):
        page = await answer(ada, "GET", f"{path}?limit=4&around={sent[seq - 1]['id']}")
        assert [message["seq"] for message in page["messages"]] == seqs
        assert (page["hasMore"], page["hasNewer"]) == (has_more, has_newer)
    older = await answer(ada, "GET", f"{path}?limit=2&before={sent[4]['id']}")
    assert (older["hasMore"], older["hasNewer"]) == (True, True)
    newest = await answer(ada, "GET", f"{path}?limit=2")
    assert (newest["hasMore"], newest["hasNewer"]) == (True, False)

    both = f"{path}?around={sent[0]['id']}&before={sent[1]['id']}"
    assert await answer(ada, "GET", both) == await answer(ada, "GET", f"{path}?around={sent[0]['id']}")
    elsewhere = await ada.send(other, "Elsewhere")
    for message in (elsewhere["id"], NO_ID, "nothing"):
        await refusal(ada, "GET", f"{path}?around={message}", 404, "NOT_FOUND")
    await refusal(eve, "GET", f"{path}?around={sent[0]['id']}", 404, "NOT_FOUND")


async def test_sharing_what_one_reads_is_shown_and_changed(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.open_direct_room(bob)
    first, second = [await ada.send(room, text) for text in ("First", "Second")]
    assert (await answer(bob, "GET", "/api/users/me"))["sharesReadReceipts"] is True
    changed = await answer(bob, "PATCH", "/api/users/me", json={"sharesReadReceipts": False})
    assert changed == await answer(bob, "GET", "/api/users/me")
    assert (changed["sharesReadReceipts"], changed["displayName"]) == (False, bob.username)
    assert (await call(bob, "POST", f"/api/messages/{first['id']}/read")).status_code == 204
    assert (await answer(ada, "GET", f"/api/messages/{first['id']}/receipts"))["readBy"] == []
    renamed = await answer(bob, "PATCH", "/api/users/me", json={"displayName": "Bob"})
    assert (renamed["displayName"], renamed["sharesReadReceipts"]) == ("Bob", False)
    await answer(bob, "PATCH", "/api/users/me", json={"sharesReadReceipts": True})
    assert (await call(bob, "POST", f"/api/messages/{second['id']}/read")).status_code == 204
    (receipt,) = (await answer(ada, "GET", f"/api/messages/{second['id']}/receipts"))["readBy"]
    assert receipt["userId"] == bob.id
    for wrong, field in (({"displayName": " "}, "displayName"), ({"sharesReadReceipts": "yes"}, None)):
        error = await refusal(bob, "PATCH", "/api/users/me", 400, "BAD_INPUT", json=wrong)
        assert field is None or error["field"] == field
    await refusal(people.stranger(), "PATCH", "/api/users/me", 401, "UNAUTHENTICATED", json={})
