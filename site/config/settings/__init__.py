"""`production` is the complete, secure root; `dev` and `test` start from it and only relax."""
