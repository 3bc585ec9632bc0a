"""One house for the tests of this folder: it stops when a worker goes on to another."""
