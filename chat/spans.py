"""Which ranges of seq hold a seq: found by equality alone, through the nodes of a segment tree.

A range is stored as the few nodes that cover it exactly; a seq lies in it when one of them is above the seq.
The tree has 2^32 leaves, its root is 1 and the parent of a node is half of it. So the moves over one message
are found by an index, without reading those over every later message.
"""

from typing import Final

LEAVES: Final = 1 << 32


def nodes_over(first: int, last: int) -> list[int]:
    """The nodes that cover first … last, both included: at most 64, and one for a single seq."""
    found = []
    left, right = first + LEAVES, last + LEAVES + 1
    while left < right:
        if left & 1:
            found.append(left)
            left += 1
        if right & 1:
            right -= 1
            found.append(right)
        left, right = left >> 1, right >> 1
    return found


def nodes_above(seq: int) -> list[int]:
    """The seq's own node, and every node above it."""
    return [(seq + LEAVES) >> level for level in range(LEAVES.bit_length())]
