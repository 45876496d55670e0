"""Questions to the graph: a catalogue of SPARQL files with typed parameters."""
