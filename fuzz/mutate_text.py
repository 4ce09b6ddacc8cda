"""Makes texts that Markdown, HTML, maths and Anki each read in their own way. Does not know what is allowed."""

from __future__ import annotations

import random

PIECES = [
    "*", "**", "***", "_", "`", "``", "```\n", "~", "[", "]", "![", "](", ")", "(", "<", ">", "</", "/>", "&", "&lt;", "&#91;",
    "&#x5b;", "&#0;", "&nbsp;", "&copy", "\\", "\\(", "\\)", "\\[", "\\]", "$", "$$", "{{", "}}", "{{c1::", "::", "[sound:",
    "[latex]", "[$]", "[anki:", "[[type:", "\n", "\n\n", "  \n", "- ", "1. ", "999999999) ", "> ", "# ", "    ", "\t", "|", "---\n",
    "| a | b |\n|---|---|\n", "===\n", " ", "a", "Ab", "é", "日本", "👩‍💻", "\u00a0", "\u2028", '"', "'", "=", "!", "?", ".", ";",
    "<b>", "</b>", "<i>", "</p>", "<p>", "<br>", "<br/>", "<ul>", "<li>", "</li>", "</ul>", "<table>", "<td>", "<div>", "</div>",
    "<script>", "</script>", "<svg", "<img src=x", " onerror=", "<a href=", "</a>", "<span ", "class=", "style=", "title=", "lang=de",
    "javascript:", "https://", "https://example.org/a", "http://", "//x", "mailto:", "a@b.org", "127.0.0.1", "data:", "<!--", "-->", "<!",
    "<![CDATA[", "]]>", "<?", "?>", "<textarea>", "<title>", "<plaintext>", "<style>", "<math>", "<ruby>", "<rt>", "\\frac{", "}", "{",
    "\\href", "\\class", "\\newcommand", "^2", "_1", "[a](https://example.org)", "<https://example.org>", "\x0b", "\x7f", "\ufeff",
]  # fmt: skip


def mutated(raw: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """Change a text in some ways, or make one up of pieces."""
    text = raw.decode()
    if chance.random() < 0.3:
        text = "".join(chance.choices(PIECES, k=chance.choice((2, 4, 8, 20))))
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.choice((1, 1, 4, 20)))
        match chance.randrange(6):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:to] + text[at:]
            case 2:
                text = text[:at] + chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 30)) + text[at:]
            case 3:
                text = text[:at] + chance.choice(others).decode()[:80] + text[to:]
            case 4:
                text = text[:at] + "".join(chance.choices(PIECES, k=2)) + text[to:]
            case _:
                text = text[:at] + text[at:to].swapcase() + text[to:]
    return text[:20_000].encode()
