"""The matcher's model as Splink settings, run on DuckDB or Spark: for lists too large for one
machine, and as a second opinion. Splink itself is imported only when an engine is asked for.
"""
