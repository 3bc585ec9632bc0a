"""A service's own copy of the gazetteer: loaded by one command, asked for any number of places."""
