"""Formulas of a hand-in as MathML, which browsers draw without a script and without the network."""

import re
from xml.etree import ElementTree

from latex2mathml.converter import convert
from markupsafe import Markup

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
#: Longer formulas are shown as they were typed (characters).
_MAX_LENGTH = 2_000
#: Elements of MathML, without those that link, embed or carry another language.
_TAG = re.compile(
    rf"\{{{re.escape(_NAMESPACE)}\}}(?:math|mrow|mi|mn|mo|ms|mtext|mspace|mfrac|msqrt|mroot|mstyle|mpadded|mphantom"
    r"|merror|msub|msup|msubsup|munder|mover|munderover|mmultiscripts|mprescripts|mtable|mtr|mtd|mfenced|menclose)"
)
#: Attributes that only say how a formula is laid out.
_ATTRIBUTE = re.compile(
    "display|displaystyle|scriptlevel|stretchy|fence|separator|form|largeop|movablelimits|accent|accentunder"
    "|linethickness|lspace|rspace|width|height|depth|minsize|maxsize|mathvariant|columnalign|columnlines|rowlines"
    "|notation"
)


def mathml(tex: str, *, display: bool = False) -> Markup:
    """A formula in LaTeX as MathML; one that is not understood, as the text that it is.

    The converter copies text and links into its output, so nothing of that is believed: it is read as XML, and every
    element and attribute that is not known to be harmless makes the formula plain text.
    """
    mark = "$$" if display else "$"
    typed = Markup("<code>{}</code>").format(f"{mark}{tex}{mark}")
    if len(tex) > _MAX_LENGTH:
        return typed
    try:
        tree = ElementTree.fromstring(convert(tex, display="block" if display else "inline"))
    # Whatever the converter raises at what is no formula; deep ones end in RecursionError.
    except Exception:
        return typed
    for element in tree.iter():
        if not _TAG.fullmatch(element.tag) or not all(map(_ATTRIBUTE.fullmatch, element.attrib)):
            return typed
        element.tag = element.tag.removeprefix(f"{{{_NAMESPACE}}}")  # HTML has no namespaces
    return Markup(ElementTree.tostring(tree, encoding="unicode"))
