"""Which of the carrier's voices speaks an agent's language."""

from __future__ import annotations

import pytest

from phony.wire.say_voices import say_voice


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("en", ("en-US", "Polly.Joanna")),
        ("en-GB", ("en-GB", "Polly.Amy")),
        ("en-ZA", ("en-US", "Polly.Joanna")),
        ("de", ("de-DE", "Polly.Vicki")),
        ("tr", ("tr-TR", "Polly.Filiz")),
        ("hi", ("hi-IN", "Polly.Aditi")),
        ("ar", ("arb", "Polly.Zeina")),
        ("ar-AE", ("ar-AE", "Polly.Hala-Neural")),
        ("zh", ("cmn-CN", "Polly.Zhiyu")),
        ("zh-TW", ("cmn-TW", "Google.cmn-TW-Standard-A")),
        ("zh-HK", ("yue-HK", "Google.yue-HK-Standard-A")),
        ("zh-Hans-CN", ("cmn-CN", "Polly.Zhiyu")),
        ("pt", ("pt-BR", "Polly.Camila")),
        ("pt-pt", ("pt-PT", "Polly.Ines")),
        ("no", ("nb-NO", "Polly.Liv")),
        ("cs", ("cs-CZ", "Google.cs-CZ-Standard-A")),
        ("uk", ("uk-UA", "Google.uk-UA-Standard-A")),
        ("he", ("he-IL", "Google.he-IL-Standard-A")),
        ("el", ("el-GR", "Google.el-GR-Standard-A")),
        ("xx", None),
        ("auto", None),
    ],
)
def test_language_and_voice_belong_together(language: str, spoken: tuple[str, str] | None) -> None:
    assert say_voice(language) == spoken
