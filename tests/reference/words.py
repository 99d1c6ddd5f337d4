"""The small words that the documents are full of: dates, amounts, letters, lists of names.

In: values as they stand in the XML. Out: the words of sources/README.md.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal

MONTHS = ("January February March April May June July August September October November December").split()
ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]


def date(value):
    """2020-03-31 becomes 31 March 2020; a year alone stays as it is."""
    parts = value.split("-")
    if len(parts) == 1:
        return value
    year, month, day = parts
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def day_before(value):
    """2020-04-01 becomes 31 March 2020."""
    return date((datetime.date.fromisoformat(value) - datetime.timedelta(days=1)).isoformat())


def number(value):
    """366000 becomes 366,000; a fraction loses the zeros at its end."""
    digits = f"{Decimal(value):,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def pounds(value):
    """Whole millions in words, whole pounds without pence, anything else with both digits of the pence."""
    amount = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)  # in decimal, "up" is away from zero
    sign, amount = ("-" if amount < 0 else ""), abs(amount)
    if amount != 0 and amount % 1_000_000 == 0:
        return f"{sign}£{amount / 1_000_000:,.0f} million"
    if amount % 1 == 0:
        return f"{sign}£{amount:,.0f}"
    return f"{sign}£{amount:,.2f}"


def is_nothing(value):
    return Decimal(value) == 0


def series(names, last=" and "):
    """A; A and B; A, B and C."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + last + names[-1]


def letters(count):
    """1 is a, 26 is z, 27 is aa, 28 is ab."""
    word = ""
    while count > 0:
        count, rest = divmod(count - 1, 26)
        word = chr(ord("a") + rest) + word
    return word


def roman(count):
    word = ""
    for value, sign in ROMAN:
        while count >= value:
            word += sign
            count -= value
    return word
