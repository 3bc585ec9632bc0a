"""The command `ppit-match`: scores any labelled file with the matcher."""
