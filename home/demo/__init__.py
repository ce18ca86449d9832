"""The demo content: what it says lies in `content/`, and how it becomes pages stands in the modules here."""
