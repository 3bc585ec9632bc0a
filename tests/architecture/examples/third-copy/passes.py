"""Two copies may be chance."""

import colours


def add_reds(shades):
    total = 0
    for shade in shades:
        if shade < 0:
            continue
        if shade > 100:
            shade = 100
        total += shade
    return total


def add_greens(shades):
    total = 0
    for shade in shades:
        if shade < 0:
            continue
        if shade > 100:
            shade = 100
        total += shade
    return total
