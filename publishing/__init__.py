"""Pages that are things of the catalogue: how they answer the public, and what their editors are told."""
