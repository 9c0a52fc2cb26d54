"""A second, slow implementation of model/ODD.md, for readers and for checking the first.

It shares no code with the program. It reads the config that the program resolved and reaches the same digest.
"""
