"""The rules of due diligence: frozen values and pure functions."""
