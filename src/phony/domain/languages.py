"""Languages: which codes there are, and how days and dates are said in those that we speak."""

# ruff: noqa: RUF001 - letters and marks of other languages are meant
from __future__ import annotations

from datetime import datetime

# The agent speaks whatever the caller speaks, and nothing is said about it to the engine.
ANY = "auto"
ISO_639_1 = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
# Spoken by millions, and without a code of two letters.
_OF_THREE = frozenset("fil yue cmn arb haw ceb hmn gsw ast nan wuu bho mai awa".split())
_WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_YEAR = "January February March April May June July August September October November December"
_SINO_YEAR = " ".join(f"{month}月" for month in range(1, 13))
# Days of the week from Monday, months, and how they make a date.
_CALENDARS = {
    "en": (_WEEK, _YEAR, "{day} {month} {year}"),
    "en-us": (_WEEK, _YEAR, "{month} {day}, {year}"),
    "ar": (
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "{day} {month} {year}",
    ),
    "bn": (
        "সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রবিবার",
        "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
        "{day} {month} {year}",
    ),
    "da": (
        "mandag tirsdag onsdag torsdag fredag lørdag søndag",
        "januar februar marts april maj juni juli august september oktober november december",
        "{day}. {month} {year}",
    ),
    "de": (
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "{day}. {month} {year}",
    ),
    "es": (
        "lunes martes miércoles jueves viernes sábado domingo",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "{day} de {month} de {year}",
    ),
    "fr": (
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "{day} {month} {year}",
    ),
    "hi": (
        "सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार",
        "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
        "{day} {month} {year}",
    ),
    "id": (
        "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
        "{day} {month} {year}",
    ),
    "it": (
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre",
        "{day} {month} {year}",
    ),
    "ja": (
        "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
        _SINO_YEAR,
        "{year}年{month}{day}日",
    ),
    "ko": (
        "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
        "1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월",
        "{year}년 {month} {day}일",
    ),
    "nl": (
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "{day} {month} {year}",
    ),
    "pl": (
        "poniedziałek wtorek środa czwartek piątek sobota niedziela",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
        "listopada grudnia",
        "{day} {month} {year}",
    ),
    "pt": (
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "{day} de {month} de {year}",
    ),
    "ru": (
        "понедельник вторник среда четверг пятница суббота воскресенье",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "{day} {month} {year} года",
    ),
    "sv": (
        "måndag tisdag onsdag torsdag fredag lördag söndag",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "{day} {month} {year}",
    ),
    "tr": (
        "Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar",
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        "{day} {month} {year}",
    ),
    "zh": (
        "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
        _SINO_YEAR,
        "{year}年{month}{day}日",
    ),
}


def main_language(language: str) -> str:
    """A language without its region: `de` of `de-AT`."""
    return language.split("-")[0].lower()


def is_known(language: str) -> bool:
    """Whether there is such a language, or it is `auto`."""
    main = main_language(language)
    return language == ANY or main in ISO_639_1 or main in _OF_THREE


def is_no_language(language: str) -> bool:
    """Whether there certainly is none: codes of two letters are few, those of three thousands."""
    return len(main_language(language)) == 2 and not is_known(language)


def date_words(at: datetime, language: str) -> dict[str, str]:
    """`weekday`, `day`, `month`, `year`, `date` and `time` as a language says them, else English.

    The clock is of 24 hours, but in English.
    """
    main = main_language(language)
    calendar = _CALENDARS.get(language.lower()) or _CALENDARS.get(main) or _CALENDARS["en"]
    week, year, pattern = calendar
    words = {
        "weekday": week.split(" ")[at.weekday()],
        "day": str(at.day),
        "month": year.split(" ")[at.month - 1],
        "year": str(at.year),
    }
    hour = f"{at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"
    words["date"] = pattern.format(**words)
    words["time"] = hour if calendar[0] is _WEEK else f"{at:%H:%M}"
    return words
