"""Exports: the graph in files that other tools open. Written beside the target and renamed, never left in part."""
