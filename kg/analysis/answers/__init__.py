"""What `kg analyse NAME` runs: each measure on a graph, with rows, receipts and fragility."""
