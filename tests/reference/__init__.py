"""A slow and readable reference of the model of Tillit's day, written from its description alone.

ODD is docs/ODD.md and EXACT is docs/EXACT.md, which holds what the same bits need.
"""

from __future__ import annotations
