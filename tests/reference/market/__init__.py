"""The market: providers, what they are paid and what follows (ODD 7.24 to 7.28)."""

from __future__ import annotations
