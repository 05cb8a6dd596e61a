"""File formats a checklist is authored in. Each reads a file to a `tree` with places, or to faults."""
