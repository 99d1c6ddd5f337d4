#!/usr/bin/python3
"""contrast.py FILE.html: every pair of colours that the style sheet of a page can show, against WCAG 2.2.

Text has 7:1 (1.4.6) on the page in light, dark and print, what is only drawn (rules of tables, bars) 3:1 (1.4.11). The
pairs stand below; a colour of the sheet that no pair names is a failure, so that none is added without being thought of.
"""

import re
import sys

TEXT = [("text", "back"), ("quiet", "back"), ("seen", "back"), ("head", "back"), ("text", "tint"), ("text", "note"), ("mark-text", "mark"),
        ("ins", "ins-back"), ("del", "del-back"), ("text", "ins-back"), ("text", "del-back"), ("head", "note"), ("quiet", "note")]
# Links: the blue of the NHS has 6.4:1 on white; they are underlined besides.
LINK = [("link", "back"), ("link", "tint"), ("link", "note"), ("seen", "note"), ("seen", "tint"), ("ins", "note"), ("del", "note"), ("ins", "back"), ("del", "back")]
DRAWN = [("rule", "back"), ("quiet", "back"), ("link", "back"), ("text", "note")]


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    return sum(w * (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4) for w, p in zip((0.2126, 0.7152, 0.0722), parts))


def ratio(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


sheet = re.search(r"<style>(.*?)</style>", open(sys.argv[1], encoding="utf-8").read(), re.S)[1]
palettes = [dict(re.findall(r"--([\w-]+):(#[0-9a-fA-F]{3,6})", body)) for body in re.findall(r":root\{(.*?)\}", sheet)]
light, dark, paper = palettes[0], {**palettes[0], **palettes[1]}, {**palettes[0], **palettes[2]}
named = {name for pair in TEXT + LINK + DRAWN for name in pair}
print(f"{'ok' if set(light) == named else 'not ok'} every colour is in a pair")
if set(light) != named:
    print(f"#   {sorted(set(light) ^ named)}")
for name, palette in (("light", light), ("dark", dark), ("paper", paper)):
    for pairs, least in ((TEXT, 7), (LINK, 4.5), (DRAWN, 3)):
        for fore, back in pairs:
            found = ratio(palette[fore], palette[back])
            good = found >= least
            print(f"{'ok' if good else 'not ok'} {name}: {fore} on {back}" + ("" if good else f" has {found:.2f}:1, not {least}:1"))
