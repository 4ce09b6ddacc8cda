"""What a formula may say: the commands and environments that people write, and no others.

MathJax has commands that link, style, load and define anew, and versions to come will have more. Does not know cards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

MOST_DEPTH = 40

COMMANDS = frozenset(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron pi
    varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon
    Phi Psi Omega varGamma varDelta varTheta varLambda varXi varPi varSigma varUpsilon varPhi varPsi varOmega digamma
    aleph beth gimel daleth ell hbar hslash imath jmath wp Re Im eth mho Finv Game Bbbk partial nabla infty emptyset
    varnothing complement angle measuredangle sphericalangle triangle triangledown vartriangle square Box Diamond
    blacksquare blacktriangle blacktriangledown lozenge blacklozenge bigstar star prime backprime surd top bot flat
    natural sharp clubsuit diamondsuit heartsuit spadesuit checkmark maltese circledR circledS degree S P pounds yen
    copyright dagger ddagger dag ddag

    pm mp times div cdot cdotp ast circ bullet cap cup sqcap sqcup uplus vee wedge lor land setminus smallsetminus wr
    oplus ominus otimes oslash odot amalg bigtriangleup bigtriangledown triangleleft triangleright lhd rhd unlhd unrhd
    bigcirc ltimes rtimes leftthreetimes rightthreetimes dotplus divideontimes barwedge veebar doublebarwedge boxplus
    boxminus boxtimes boxdot circleddash circledast circledcirc centerdot intercal curlywedge curlyvee Cap Cup neg lnot
    forall exists nexists

    le leq leqq leqslant ge geq geqq geqslant ne neq lt gt ll gg lll ggg equiv sim simeq approx approxeq cong propto
    varpropto asymp doteq doteqdot risingdotseq fallingdotseq prec succ preceq succeq preccurlyeq succcurlyeq precsim
    succsim precapprox succapprox subset supset subseteq supseteq subseteqq supseteqq subsetneq supsetneq subsetneqq
    supsetneqq sqsubset sqsupset sqsubseteq sqsupseteq Subset Supset in ni notin owns mid nmid parallel nparallel perp
    vdash dashv models vDash Vdash Vvdash nvdash nvDash nVdash smile frown bowtie Join lesssim gtrsim lessapprox
    gtrapprox lessgtr gtrless lesseqgtr gtreqless nless ngtr nleq ngeq nleqslant ngeqslant nsim ncong nprec nsucc
    nsubseteq nsupseteq between pitchfork therefore because bumpeq Bumpeq circeq triangleq trianglelefteq
    trianglerighteq ntriangleleft ntriangleright backsim backsimeq thicksim thickapprox coloneqq eqqcolon coloneq
    vcentcolon dblcolon Coloneqq

    to gets leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow longrightarrow
    longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow uparrow downarrow updownarrow Uparrow Downarrow
    Updownarrow mapsto longmapsto hookleftarrow hookrightarrow leftharpoonup leftharpoondown rightharpoonup
    rightharpoondown rightleftharpoons leftrightharpoons leadsto rightsquigarrow leftrightsquigarrow nearrow searrow
    swarrow nwarrow implies impliedby iff nrightarrow nleftarrow nRightarrow nLeftarrow nleftrightarrow nLeftrightarrow
    leftrightarrows rightleftarrows leftleftarrows rightrightarrows upuparrows downdownarrows twoheadrightarrow
    twoheadleftarrow rightarrowtail leftarrowtail curvearrowleft curvearrowright circlearrowleft circlearrowright
    upharpoonleft upharpoonright downharpoonleft downharpoonright dashrightarrow dashleftarrow Lsh Rsh looparrowleft
    looparrowright xleftarrow xrightarrow xleftrightarrow xRightarrow xLeftarrow xLeftrightarrow xmapsto
    xhookrightarrow xhookleftarrow xrightleftharpoons xleftrightharpoons

    sum prod coprod int iint iiint iiiint oint intop idotsint bigcap bigcup bigsqcup bigvee bigwedge bigodot bigotimes
    bigoplus biguplus limits nolimits
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min
    Pr sec sin sinh sup tan tanh varlimsup varliminf injlim projlim varinjlim varprojlim argmax argmin operatorname
    operatornamewithlimits mod bmod pmod pod

    frac dfrac tfrac cfrac genfrac binom dbinom tbinom over atop choose brace brack above sqrt root of left right middle
    big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr biggm Biggl Biggr Biggm lbrace rbrace lbrack rbrack
    langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert lgroup rgroup lmoustache rmoustache
    ulcorner urcorner llcorner lrcorner backslash colon And
    overline underline overbrace underbrace overset underset stackrel stackbin substack sideset overleftarrow
    overrightarrow overleftrightarrow underleftarrow underrightarrow underleftrightarrow overparen underparen
    overbracket underbracket hat widehat check widecheck tilde widetilde acute grave dot ddot dddot ddddot breve bar vec
    mathring not cancel bcancel xcancel cancelto boxed fbox phantom hphantom vphantom smash mathstrut strut tag notag
    nonumber begin end hline hdashline cr newline displaylines eqalign cases matrix pmatrix

    quad qquad enspace thinspace medspace thickspace negthinspace negmedspace negthickspace nobreakspace space
    text textbf textit textrm textsf texttt textnormal textup mbox hbox mathrm mathbf mathit mathsf mathtt mathcal
    mathscr mathfrak mathbb mathbfit mathbfcal mathbfscr mathbffrac boldsymbol bold pmb rm bf it sf tt cal scr frak Bbb
    mit oldstyle displaystyle textstyle scriptstyle scriptscriptstyle tiny scriptsize small normalsize large Large LARGE
    huge Huge mathop mathbin mathrel mathord mathopen mathclose mathpunct mathinner
    dots ldots cdots vdots ddots iddots dotsb dotsc dotsi dotsm dotso TeX LaTeX
    color textcolor colorbox fcolorbox ce pu bond
    """.split()
)
ENVIRONMENTS = frozenset(
    """equation align aligned alignat alignedat gather gathered multline multlined split eqnarray cases dcases rcases
    numcases array subarray matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix psmallmatrix bsmallmatrix
    flalign""".split()
)
_OPENS, _CLOSES = re.compile(r"\\[(\[]"), re.compile(r"\\[)\]]")
_TOKEN = re.compile(r"\\(?:([a-zA-Z]+)(?=(\*?\s*\{[^{}]{0,40}\}|))|.)|[{}]", re.S)
_COLOUR = re.compile(r"\{[A-Za-z]+\}|\{#[0-9A-Fa-f]{3,8}\}")
# MathJax looks for formulas between tags and not across them, except for breaks, and passes over `<wbr>` as if it were
# not there; never in code, unless a class asks for it (`mathjax_process`): only code without a class, or with that of
# a fenced block, is left out.
_CODE = re.compile(r"<(code|pre)(?: class=\"language-[a-z0-9+#-]*\")?>[^<]*</\1>")
_BETWEEN = re.compile(r"<(?!/?br\b)[^>]*>")
_NOT_THERE = re.compile(r"</?wbr\b[^>]*>")


class Refused(NamedTuple):
    """What stands in a formula and may not; `message` says so."""

    written: str
    message: str
    hint: str = "write the formula without it"


def refused_maths(html: str) -> Iterator[Refused]:
    """Yield what may not stand in the formulas of well-formed HTML, each thing once."""
    if "\\(" not in html and "\\[" not in html and "\\)" not in html and "\\]" not in html:
        return
    told: set[str] = set()
    for text in _BETWEEN.split(_NOT_THERE.sub("", _CODE.sub("<i>", html))):
        for found in _formula(_held(unescape(text))):
            if found.written not in told:
                told.add(found.written)
                yield found


def _held(text: str) -> str:
    """Give the stretch in which there may be formulas; an open end may find its other half in the next field."""
    first, closed = _OPENS.search(text), _CLOSES.search(text)
    if not first and not closed:
        return ""
    begins = first.end() if first and not (closed and closed.start() < first.start()) else 0
    last = max((found.end() for found in _CLOSES.finditer(text)), default=0)
    return text[begins : None if _OPENS.search(text, last) or not last else last]


def _formula(maths: str) -> Iterator[Refused]:
    depth = 0
    for token in _TOKEN.finditer(maths):
        if token[0] in "{}":
            depth += 1 if token[0] == "{" else -1
            if depth > MOST_DEPTH:
                yield Refused(
                    "{", "this formula is nested too deeply", f"the most is {MOST_DEPTH} braces in each other"
                )
                return
        elif token[1]:
            yield from _command(token[1], token[2])


def _command(name: str, argument: str) -> Iterator[Refused]:
    if name not in COMMANDS:
        yield Refused(f"\\{name}", f"`\\{name}` is not allowed in maths", _CURE)
    elif name == "begin" and argument.strip("*{} \t\n") not in ENVIRONMENTS:
        written = f"\\begin{argument}"
        yield Refused(written, f"`{written}` is not allowed in maths", "environments such as `aligned` and `cases` are")
    elif name in ("color", "textcolor", "colorbox", "fcolorbox") and not _COLOUR.fullmatch(argument.strip()):
        yield Refused(f"\\{name}", f"`\\{name}` needs a plain colour", f"such as `\\{name}{{blue}}`")


_CURE = "write the formula without it, with `\\operatorname{…}` or `\\text{…}` for a name; code stands in backticks"
