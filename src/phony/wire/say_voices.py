"""Which voice of the carrier's `<Say>` speaks a language.

Both attributes are given: a language alone is refused where the account's default voice does not
speak it. Source: the voices and languages that the carrier's own libraries list for `<Say>`
(twilio-node, `VoiceResponse.SayVoice`); the plainest of each language, which is also the cheapest.
"""

from __future__ import annotations

from phony.domain.languages import main_language

ENGLISH = ("en-US", "Polly.Joanna")
# The first of a language is for its code without a region, and for regions that have none.
_VOICES = (
    ENGLISH,
    ("en-GB", "Polly.Amy"),
    ("en-AU", "Polly.Nicole"),
    ("en-IN", "Polly.Raveena"),
    ("arb", "Polly.Zeina"),
    ("ar-AE", "Polly.Hala-Neural"),
    ("bg-BG", "Google.bg-BG-Standard-A"),
    ("bn-IN", "Google.bn-IN-Standard-A"),
    ("ca-ES", "Google.ca-ES-Standard-A"),
    ("cs-CZ", "Google.cs-CZ-Standard-A"),
    ("cy-GB", "Polly.Gwyneth"),
    ("da-DK", "Polly.Naja"),
    ("de-DE", "Polly.Vicki"),
    ("de-AT", "Polly.Hannah-Neural"),
    ("el-GR", "Google.el-GR-Standard-A"),
    ("es-ES", "Polly.Lucia"),
    ("es-MX", "Polly.Mia"),
    ("es-US", "Polly.Lupe"),
    ("eu-ES", "Google.eu-ES-Standard-A"),
    ("fi-FI", "Google.fi-FI-Standard-A"),
    ("fil-PH", "Google.fil-PH-Standard-A"),
    ("fr-FR", "Polly.Lea"),
    ("fr-CA", "Polly.Chantal"),
    ("gl-ES", "Google.gl-ES-Standard-A"),
    ("gu-IN", "Google.gu-IN-Standard-A"),
    ("he-IL", "Google.he-IL-Standard-A"),
    ("hi-IN", "Polly.Aditi"),
    ("hu-HU", "Google.hu-HU-Standard-A"),
    ("id-ID", "Google.id-ID-Standard-A"),
    ("is-IS", "Polly.Dora"),
    ("it-IT", "Polly.Carla"),
    ("ja-JP", "Polly.Mizuki"),
    ("kn-IN", "Google.kn-IN-Standard-A"),
    ("ko-KR", "Polly.Seoyeon"),
    ("lt-LT", "Google.lt-LT-Standard-A"),
    ("lv-LV", "Google.lv-LV-Standard-A"),
    ("ml-IN", "Google.ml-IN-Standard-A"),
    ("mr-IN", "Google.mr-IN-Standard-A"),
    ("ms-MY", "Google.ms-MY-Standard-A"),
    ("nb-NO", "Polly.Liv"),
    ("nl-NL", "Polly.Lotte"),
    ("nl-BE", "Google.nl-BE-Standard-A"),
    ("pa-IN", "Google.pa-IN-Standard-A"),
    ("pl-PL", "Polly.Ewa"),
    ("pt-BR", "Polly.Camila"),
    ("pt-PT", "Polly.Ines"),
    ("ro-RO", "Polly.Carmen"),
    ("ru-RU", "Polly.Tatyana"),
    ("sk-SK", "Google.sk-SK-Standard-A"),
    ("sr-RS", "Google.sr-RS-Standard-A"),
    ("sv-SE", "Polly.Astrid"),
    ("ta-IN", "Google.ta-IN-Standard-A"),
    ("te-IN", "Google.te-IN-Standard-A"),
    ("th-TH", "Google.th-TH-Standard-A"),
    ("tr-TR", "Polly.Filiz"),
    ("uk-UA", "Google.uk-UA-Standard-A"),
    ("vi-VN", "Google.vi-VN-Standard-A"),
    ("cmn-CN", "Polly.Zhiyu"),
    ("cmn-TW", "Google.cmn-TW-Standard-A"),
    ("yue-HK", "Google.yue-HK-Standard-A"),
)
# The same languages by their more usual names.
_OTHER_NAMES = {"ar": "arb", "no": "nb", "nn": "nb", "zh": "cmn", "tl": "fil", "zh-hk": "yue-hk"}
_BY_REGION = {locale.lower(): (locale, voice) for locale, voice in _VOICES}
_BY_LANGUAGE = {main_language(locale): (locale, voice) for locale, voice in reversed(_VOICES)}


def say_voice(language: str) -> tuple[str, str] | None:
    """`language` and `voice` of a `<Say>` for an agent's language; None if no voice speaks it."""
    wished = language.lower()
    main = main_language(wished)
    wished = _OTHER_NAMES.get(wished, wished)
    usual = _OTHER_NAMES.get(main, main)
    with_region = wished.replace(f"{main}-", f"{usual}-", 1)
    return _BY_REGION.get(wished) or _BY_REGION.get(with_region) or _BY_LANGUAGE.get(usual)
