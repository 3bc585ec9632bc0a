"""A witness of transparency logs, for a partner to run: it signs only what grew from what it saw.

``ppit-witness --name NAME --folder FOLDER --log KEY [--port PORT]``. C2SP tlog-witness; standard
library, ``cryptography`` and the one-file verifier, nothing else of ours.
"""
