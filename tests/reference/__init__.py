"""A slow and readable reference of the model of Tillit's day, written from its ODD description alone."""

from __future__ import annotations
