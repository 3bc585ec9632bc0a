"""Words, codes and rules of debtor tracing: pure, over frozen values."""
