"""Who is who: names, dates, addresses, keys and scores. Pure."""
