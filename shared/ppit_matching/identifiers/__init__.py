"""Numbers and addresses that are given to one person or body: in one form, or not at all."""
