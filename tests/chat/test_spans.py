"""Spans: a seq is found in exactly the ranges that hold it."""

from hypothesis import given
from hypothesis import strategies as st

from chat.spans import LEAVES, nodes_above, nodes_over

SEQS = st.integers(0, LEAVES - 1)


@given(SEQS, SEQS, SEQS)
def test_a_seq_is_under_one_node_of_a_range_that_holds_it_and_of_no_other(
    one: int, two: int, seq: int
) -> None:
    first, last = sorted((one, two))
    nodes = nodes_over(first, last)
    assert len(nodes) <= 64
    assert len(set(nodes) & set(nodes_above(seq))) == (first <= seq <= last)


@given(SEQS)
def test_its_own_edges_belong_to_a_range(seq: int) -> None:
    assert nodes_over(seq, seq) == nodes_above(seq)[:1]
