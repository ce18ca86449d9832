"""What a typed document is: its marks, its kinds, and what builders make it from.

A content app imports from here what it declares; `catalogue` stores what comes out.
"""
