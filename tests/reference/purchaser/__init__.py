"""Following up: the purchaser, its contract managers and what they learn (ODD 7.29 to 7.31)."""

from __future__ import annotations
