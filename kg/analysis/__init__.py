"""Measures of the network, one a module; each returns plain Python and says what it counts."""
