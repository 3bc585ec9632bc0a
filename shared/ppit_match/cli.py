"""`ppit-match`: scores labelled files with the matcher, and asks Splink for a second opinion."""

import typer

from ppit_match.addresses import addresses
from ppit_match.evaluate_file import evaluate_file
from ppit_match.learn import learn
from ppit_match.names import names
from ppit_match.splink.opinion_file import opinion_file

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False
)
app.command(name="evaluate")(evaluate_file)
app.command(name="names")(names)
app.command(name="addresses")(addresses)
app.command(name="learn")(learn)
app.command(name="second-opinion")(opinion_file)


def main() -> None:
    app()
