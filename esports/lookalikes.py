"""Names that look like others: scripts mixed within a word, and the skeleton by which two names are one.

After Unicode Technical Standard 39, "Unicode Security Mechanisms" (https://www.unicode.org/reports/tr39/):
its restriction level "Moderately Restrictive" (section 5.2), asked of each word for itself, and its skeletons
(section 4). Two departures, both towards welcome: East Asian scripts, which look like no others and are
written without spaces, mix with any script; and the skeletons know the letters of the scripts that are taken
for Latin ones, not all of the confusables.
"""

import unicodedata
from hashlib import sha256

EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HENTAIGANA", "HANGUL", "BOPOMOFO"})
BESIDE_LATIN = frozenset({
    "LATIN", "ARABIC", "ARMENIAN", "BENGALI", "DEVANAGARI", "ETHIOPIC", "GEORGIAN", "GUJARATI", "GURMUKHI",
    "HEBREW", "KANNADA", "KHMER", "LAO", "MALAYALAM", "MYANMAR", "ORIYA", "SINHALA", "TAMIL", "TELUGU",
    "THAANA", "THAI", "TIBETAN",
})  # fmt: skip
"""The scripts in everyday use (UAX 31, table 5) but Cyrillic and Greek, whose letters pass for Latin ones."""
COMMON = frozenset({"MODIFIER", "KATAKANA-HIRAGANA"})
"""What stands first in the names of letters that belong to no one script."""

LETTERS = {
    "2": "\u01a7\u03e8\ua644\ua75a",
    "3": "\u01b7\u021c\u0417\u04e0\u2ccc\ua76a\ua7ab",
    "4": "\u13ce",
    "5": "\u01bc",
    "6": "\u0431\u13ee\u2cd2",
    "8": "\u0222\u0223",
    "9": "\u2cca\ua76e",
    "A": "\u0391\u0410\u13aa\ua4ee",
    "B": "\u0392\u0412\u13f4\ua4d0\ua7b4",
    "C": "\u0421\u13df\u2ca4\ua4da",
    "D": "\u13a0\ua4d3",
    "E": "\u0395\u0415\u13ac\ua4f0",
    "F": "\u03dc\ua4dd\ua798",
    "G": "\u050c\u13c0\u13f3\ua4d6",
    "H": "\u0397\u041d\u13bb\u2c8e\ua4e7",
    "J": "\u037f\u0408\u13ab\ua4d9\ua7b2",
    "K": "\u039a\u041a\u13e6\u2c94\ua4d7",
    "L": "\u13de\u2cd0\ua4e1",
    "M": "\u039c\u03fa\u041c\u13b7\u2c98\ua4df",
    "N": "\u039d\u2c9a\ua4e0",
    "O": "\u039f\u041e\u0555\u2c9e\ua4f3",
    "P": "\u03a1\u0420\u13e2\u2ca2\ua4d1",
    "R": "\u01a6\u13a1\u13d2\ua4e3",
    "S": "\u0405\u054f\u13d5\u13da\ua4e2",
    "T": "\u03a4\u0422\u13a2\u2ca6\ua4d4",
    "U": "\u054d\ua4f4",
    "V": "\u0474\u13d9\ua4e6",
    "W": "\u051c\u13b3\u13d4\ua4ea",
    "X": "\u03a7\u0425\u2cac\ua4eb\ua7b3",
    "Y": "\u03a5\u0423\u04ae\u13a9\u13bd\u2ca8\ua4ec",
    "Z": "\u0396\u13c3\ua4dc",
    "a": "\u0251\u03b1\u0430",
    "b": "\u0184\u042c\u13cf",
    "c": "\u0441\u1d04\u2ca5\uabaf",
    "d": "\u0501\u13e7\ua4d2",
    "e": "\u0435\u04bd\uab32",
    "f": "\u0584\u1e9d\ua799\uab35",
    "g": "\u018d\u0261\u0581\u1d83",
    "h": "\u04bb\u0570\u13c2",
    "i": "\u0131\u0269\u026a\u03b9\u0456\u04cf\u13a5\ua647\uab75",
    "j": "\u03f3\u0458",
    "l": "\u0196\u01c0\u0399\u0406\u04c0\u2c92\ua4f2",
    "n": "\u0578\u057c",
    "o": "\u03bf\u03c3\u043e\u0585\u1d0f\u1d11\u2c9f\uab3d",
    "p": "\u03c1\u0440\u2ca3",
    "q": "\u051b\u0563\u0566",
    "r": "\u0433\u1d26\u2c85\uab47\uab48\uab81",
    "s": "\u01bd\u0455\ua731\uabaa",
    "u": "\u028b\u03c5\u057d\u1d1c\ua79f\uab4e\uab52",
    "v": "\u03bd\u0475\u1d20\uaba9",
    "w": "\u026f\u0461\u051d\u0561\u1d21\uab83",
    "x": "\u0445",
    "y": "\u0263\u028f\u03b3\u0443\u04af\u1d8c\u1eff\uab5a",
    "z": "\u1d22\uab93",
}
"""The Latin letter or digit that the letters of a line are taken for: a part of Unicode's own data.

From confusables.txt, Unicode Security Mechanisms, copyright Unicode, Inc., under the Unicode License
(https://www.unicode.org/license.txt): what is Latin, Cyrillic, Greek, Armenian, Cherokee, Coptic or Lisu.
"""
PROTOTYPE = str.maketrans(
    {letter: latin for latin, letters in LETTERS.items() for letter in letters}
    | {"0": "O", "1": "l", "I": "l", "|": "l", "m": "rn"}
)


def mixes_scripts(name: str) -> bool:
    """Whether a word of the name is put together from scripts that no language writes together.

    A word is a run of letters, marks and digits; between words scripts may change. So "NaVi Юніор" is none,
    and "Nаvi" with one Cyrillic letter is.
    """
    shown = unicodedata.normalize("NFKC", name)
    words = "".join(one if unicodedata.category(one)[0] in "LMN" else " " for one in shown).split()
    return any(_mixed(word) for word in words)


def skeleton(name: str) -> str:
    """What the name looks like: equal for two names that people cannot tell apart, whatever their case.

    For comparing alone; it is no name to show.
    """
    seen = unicodedata.normalize("NFKD", name).translate(PROTOTYPE)
    folded = unicodedata.normalize("NFKD", seen.casefold()).translate(PROTOTYPE)
    return " ".join(unicodedata.normalize("NFC", folded).split())


def look(name: str) -> str:
    """The digest of the name's skeleton, which itself may be longer than an index takes."""
    return sha256(skeleton(name).encode()).hexdigest()


def _mixed(word: str) -> bool:
    scripts = {_script(one) for one in word if unicodedata.category(one)[0] == "L"} - EAST_ASIAN - COMMON
    return len(scripts) > 1 and not ("LATIN" in scripts and len(scripts) == 2 and scripts <= BESIDE_LATIN)


def _script(letter: str) -> str:
    """The script by the letter's name, which begins with it."""
    name = unicodedata.name(letter, "CJK")
    return "CJK" if "IDEOGRAPH" in name else name.partition(" ")[0]
