# ruff: noqa: INP001 - a script by itself, in many scripts
"""A contact sheet of every script, each on a display card and on a page of text.

    python docs/scripts.py            writes docs/sheets/scripts.jpg
    python docs/scripts.py FOLDER     writes it there

The lines are invented.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from quotecards.credit import credit
from quotecards.layout import compose
from quotecards.models import About, Quote, Scene
from sheets import HERE, sheet, thumb

LINES = {
    "vi": "Bộ phim này không nói về nỗi cô đơn, mà về tình yêu khiến ta biết lắng nghe nhau thêm một lần nữa.",
    "pl": "To nie jest film o samotności, lecz o źdźble światła, które każe nam znów siebie usłyszeć.",
    "el": "Η ταινία δεν μιλά για τη μοναξιά, αλλά για την αγάπη που μας μαθαίνει ξανά να ακούμε.",
    "ru": "Этот фильм не об одиночестве, а о любви, которая учит нас снова слышать друг друга.",
    "he": "הסרט הזה הוא לא על בדידות, אלא על מה שקורה כשאנחנו סוף סוף מקשיבים זה לזה, כמו ב־Her (2013).",
    "ar": "هذا الفيلم ليس عن الوحدة، بل عن الحب الذي يجعلنا نصغي إلى بعضنا البعض من جديد.",
    "fa": "این فیلم دربارهٔ تنهایی نیست، دربارهٔ عشقی است که دوباره گوش دادن را به ما یاد می‌دهد.",
    "hi": "यह फ़िल्म अकेलेपन के बारे में नहीं है, बल्कि उस प्रेम के बारे में है जो हमें सुनना सिखाता है।",
    "th": "หนังเรื่องนี้ไม่ได้เกี่ยวกับความเหงา แต่เกี่ยวกับความรักที่ทำให้เรารู้จักฟังกันอีกครั้ง",
    "ja": "これは孤独についての映画ではなく、もう一度だれかの声に耳をすますことについての映画だ。",
    "zh": "这不是一部关于孤独的电影，而是一部关于我们如何重新学会倾听彼此的电影——温柔而明亮。",
    "zh-tw": "這不是一部關於孤獨的電影，而是一部關於我們如何重新學會傾聽彼此的電影。",
    "ko": "이 영화는 외로움에 관한 것이 아니라 우리가 다시 서로의 목소리에 귀를 기울이는 법에 관한 것이다.",
    "en": "I laughed 😂, I cried 😭 and then I called my sister 👩‍👩‍👧 – from Tokyo 東京 🇯🇵 to שלום Haifa ❤️.",
}
LOOKS = (("plain", "sun-kissed"), ("margin", "flashback"))
WIDTH = 216
ACROSS = 7


def scene(code: str, layout: str, palette: str) -> Scene:
    """One line on one layout."""
    text = LINES[code]
    empty: dict[str, Any] = {"edits": (), "record": None, "taste": {}, "reasons": ()}
    one = Quote(
        quote=text,
        verbatim=text,
        source="",
        start=0,
        end=len(text),
        kind="reviewer",
        credit=credit("reviewer", About(film="Tidewater", year=2009, language=code)),
        score=0.5,
        rank=1,
        language=code,
        **empty,
    )
    return compose(one, palette=palette, layout=layout, size="portrait")


def main(folder: Path) -> None:
    """Make the sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = list(LINES)
    rows = [
        [thumb(scene(code, layout, palette), WIDTH) for code in codes[start : start + ACROSS]]
        for start in range(0, len(codes), ACROSS)
        for layout, palette in LOOKS
    ]
    sheet(rows).save(folder / "scripts.jpg", quality=82, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "sheets")
