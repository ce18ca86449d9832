"""Pages that are things of the catalogue: how they tell it of changes, answer the public and advise editors."""
