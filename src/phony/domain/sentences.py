"""What a caller hears from us, not from the model: an agent's own words, else its language's."""

# ruff: noqa: RUF001 - letters and marks of other languages are meant
from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from phony.domain.agents import AgentFields
from phony.domain.calls import Call
from phony.domain.context import CallContext, held
from phony.domain.ids import utc_now
from phony.domain.known import values
from phony.domain.languages import main_language
from phony.domain.templates import fill


class Sentences(NamedTuple):
    """All of them in one language."""

    still_there: str
    goodbye: str  # after a silence
    one_moment: str
    sorry: str  # technical difficulties; the call ends
    not_in_service: str
    busy: str
    restarting: str
    press_one: str  # to a colleague who is asked to take a call
    caller_gone: str  # to that colleague


BUILT_IN = {
    "en": Sentences(
        "Are you still there?",
        "I cannot hear you, so I will hang up now. Goodbye.",
        "One moment, please.",
        "We are sorry, we are having technical difficulties. Please call again later. Goodbye.",
        "The number you have called is not in service. Goodbye.",
        "All our lines are busy at the moment. Please call again in a few minutes. Goodbye.",
        "We are sorry, our system is about to restart. Please call again. Goodbye.",
        "To take the call, press 1. To decline, press any other key.",
        "The caller has hung up. Goodbye.",
    ),
    "ar": Sentences(
        "هل ما زلت على الخط؟",
        "لا أستطيع سماعك، لذلك سأنهي المكالمة الآن. مع السلامة.",
        "لحظة من فضلك.",
        "نعتذر، نواجه صعوبات تقنية. يرجى معاودة الاتصال لاحقًا. مع السلامة.",
        "الرقم الذي اتصلت به خارج الخدمة. مع السلامة.",
        "جميع خطوطنا مشغولة حاليًا. يرجى معاودة الاتصال بعد بضع دقائق. مع السلامة.",
        "نعتذر، نظامنا على وشك إعادة التشغيل. يرجى معاودة الاتصال. مع السلامة.",
        "لاستلام المكالمة اضغط 1. للرفض اضغط أي زر آخر.",
        "أنهى المتصل المكالمة. مع السلامة.",
    ),
    "bn": Sentences(
        "আপনি কি এখনও লাইনে আছেন?",
        "আমি আপনার কথা শুনতে পাচ্ছি না, তাই এখন কলটি শেষ করছি। ধন্যবাদ।",
        "এক মুহূর্ত, দয়া করে।",
        "দুঃখিত, আমাদের কারিগরি সমস্যা হচ্ছে। দয়া করে পরে আবার কল করুন। ধন্যবাদ।",
        "আপনি যে নম্বরে কল করেছেন সেটি এখন চালু নেই। ধন্যবাদ।",
        "এই মুহূর্তে আমাদের সব লাইন ব্যস্ত। দয়া করে কয়েক মিনিট পরে আবার কল করুন। ধন্যবাদ।",
        "দুঃখিত, আমাদের সিস্টেম এখনই আবার চালু হবে। দয়া করে আবার কল করুন। ধন্যবাদ।",
        "কলটি নিতে ১ চাপুন। না নিতে অন্য যেকোনো বোতাম চাপুন।",
        "কলকারী ফোন রেখে দিয়েছেন। ধন্যবাদ।",
    ),
    "da": Sentences(
        "Er du der stadig?",
        "Jeg kan ikke høre dig, så jeg lægger på nu. Farvel.",
        "Et øjeblik.",
        "Vi beklager, vi har tekniske problemer. Ring venligst igen senere. Farvel.",
        "Det nummer, du har ringet til, er ikke i brug. Farvel.",
        "Alle vores linjer er optaget i øjeblikket. Ring venligst igen om nogle minutter. Farvel.",
        "Vi beklager, vores system er ved at genstarte. Ring venligst igen. Farvel.",
        "Tryk 1 for at tage opkaldet. Tryk på en anden tast for at afvise.",
        "Den, der ringede, har lagt på. Farvel.",
    ),
    "de": Sentences(
        "Sind Sie noch da?",
        "Ich kann Sie nicht hören und lege jetzt auf. Auf Wiederhören.",
        "Einen Moment, bitte.",
        "Entschuldigung, wir haben technische Schwierigkeiten. Bitte rufen Sie später noch einmal "
        "an. Auf Wiederhören.",
        "Die gewählte Rufnummer ist nicht erreichbar. Auf Wiederhören.",
        "Alle unsere Leitungen sind zurzeit belegt. Bitte rufen Sie in einigen Minuten noch einmal "
        "an. Auf Wiederhören.",
        "Entschuldigung, unser System wird gerade neu gestartet. Bitte rufen Sie noch einmal an. "
        "Auf Wiederhören.",
        "Um den Anruf anzunehmen, drücken Sie die 1. Um abzulehnen, drücken Sie eine andere Taste.",
        "Der Anrufer hat aufgelegt. Auf Wiederhören.",
    ),
    "es": Sentences(
        "¿Sigue usted ahí?",
        "No le oigo, así que voy a colgar. Adiós.",
        "Un momento, por favor.",
        "Lo sentimos, tenemos problemas técnicos. Por favor, llame más tarde. Adiós.",
        "El número al que ha llamado no está en servicio. Adiós.",
        "Todas nuestras líneas están ocupadas en este momento. Por favor, llame de nuevo en unos "
        "minutos. Adiós.",
        "Lo sentimos, nuestro sistema está a punto de reiniciarse. Por favor, llame de nuevo. "
        "Adiós.",
        "Para atender la llamada, pulse 1. Para rechazarla, pulse cualquier otra tecla.",
        "La persona que llamaba ha colgado. Adiós.",
    ),
    "fr": Sentences(
        "Êtes-vous toujours là ?",
        "Je ne vous entends pas, je vais donc raccrocher. Au revoir.",
        "Un instant, s'il vous plaît.",
        "Nous sommes désolés, nous rencontrons des difficultés techniques. Veuillez rappeler plus "
        "tard. Au revoir.",
        "Le numéro que vous avez composé n'est pas en service. Au revoir.",
        "Toutes nos lignes sont occupées pour le moment. Veuillez rappeler dans quelques minutes. "
        "Au revoir.",
        "Nous sommes désolés, notre système va redémarrer. Veuillez rappeler. Au revoir.",
        "Pour prendre l'appel, appuyez sur 1. Pour refuser, appuyez sur une autre touche.",
        "L'appelant a raccroché. Au revoir.",
    ),
    "hi": Sentences(
        "क्या आप अभी भी लाइन पर हैं?",
        "मुझे आपकी आवाज़ नहीं आ रही है, इसलिए अब कॉल समाप्त की जा रही है। नमस्ते।",
        "कृपया एक क्षण रुकें।",
        "क्षमा करें, हमें तकनीकी समस्या हो रही है। कृपया बाद में फिर से कॉल करें। नमस्ते।",
        "आपने जिस नंबर पर कॉल किया है, वह सेवा में नहीं है। नमस्ते।",
        "इस समय हमारी सभी लाइनें व्यस्त हैं। कृपया कुछ मिनट बाद फिर से कॉल करें। नमस्ते।",
        "क्षमा करें, हमारा सिस्टम अभी फिर से शुरू होने वाला है। कृपया फिर से कॉल करें। नमस्ते।",
        "कॉल लेने के लिए 1 दबाएँ। मना करने के लिए कोई और बटन दबाएँ।",
        "कॉल करने वाले ने फ़ोन रख दिया है। नमस्ते।",
    ),
    "id": Sentences(
        "Apakah Anda masih di sana?",
        "Saya tidak dapat mendengar Anda, jadi saya akan menutup telepon. Sampai jumpa.",
        "Mohon tunggu sebentar.",
        "Maaf, kami sedang mengalami gangguan teknis. Silakan hubungi kami lagi nanti. "
        "Sampai jumpa.",
        "Nomor yang Anda hubungi tidak aktif. Sampai jumpa.",
        "Semua saluran kami sedang sibuk. Silakan hubungi kami lagi dalam beberapa menit. "
        "Sampai jumpa.",
        "Maaf, sistem kami akan segera dimulai ulang. Silakan hubungi kami lagi. Sampai jumpa.",
        "Untuk menerima panggilan, tekan 1. Untuk menolak, tekan tombol lain.",
        "Penelepon telah menutup telepon. Sampai jumpa.",
    ),
    "it": Sentences(
        "È ancora in linea?",
        "Non la sento, quindi ora chiudo la chiamata. Arrivederci.",
        "Un momento, per favore.",
        "Siamo spiacenti, abbiamo difficoltà tecniche. Richiami più tardi. Arrivederci.",
        "Il numero che ha chiamato non è attivo. Arrivederci.",
        "Tutte le nostre linee sono occupate in questo momento. Richiami tra qualche minuto. "
        "Arrivederci.",
        "Siamo spiacenti, il nostro sistema sta per riavviarsi. Richiami. Arrivederci.",
        "Per accettare la chiamata, prema 1. Per rifiutare, prema un altro tasto.",
        "Chi chiamava ha riattaccato. Arrivederci.",
    ),
    "ja": Sentences(
        "もしもし、聞こえていらっしゃいますか。",
        "お声が聞こえないため、お電話を切らせていただきます。失礼いたします。",
        "少々お待ちください。",
        "申し訳ございません。ただいまシステムに問題が発生しております。後ほどおかけ直しください。失礼いたします。",
        "おかけになった電話番号は、現在ご利用いただけません。失礼いたします。",
        "ただいま回線が混み合っております。数分後におかけ直しください。失礼いたします。",
        "申し訳ございません。まもなくシステムが再起動します。おかけ直しください。失礼いたします。",
        "電話に出るには1を押してください。出ない場合は、ほかのキーを押してください。",
        "相手の方が電話を切りました。失礼いたします。",
    ),
    "ko": Sentences(
        "여보세요, 듣고 계신가요?",
        "목소리가 들리지 않아 전화를 끊겠습니다. 안녕히 계세요.",
        "잠시만 기다려 주세요.",
        "죄송합니다. 기술적인 문제가 있습니다. 나중에 다시 전화해 주세요. 안녕히 계세요.",
        "지금 거신 번호는 사용할 수 없는 번호입니다. 안녕히 계세요.",
        "지금은 모든 회선이 통화 중입니다. 몇 분 후에 다시 전화해 주세요. 안녕히 계세요.",
        "죄송합니다. 시스템이 곧 다시 시작됩니다. 다시 전화해 주세요. 안녕히 계세요.",
        "전화를 받으시려면 1번을 누르세요. 거절하시려면 다른 키를 누르세요.",
        "상대방이 전화를 끊었습니다. 안녕히 계세요.",
    ),
    "nl": Sentences(
        "Bent u er nog?",
        "Ik kan u niet horen, dus ik hang nu op. Tot ziens.",
        "Een ogenblik, alstublieft.",
        "Het spijt ons, we hebben technische problemen. Belt u later nog eens. Tot ziens.",
        "Het nummer dat u hebt gebeld, is niet in gebruik. Tot ziens.",
        "Al onze lijnen zijn nu bezet. Belt u over een paar minuten nog eens. Tot ziens.",
        "Het spijt ons, ons systeem wordt zo opnieuw gestart. Belt u nog eens. Tot ziens.",
        "Om het gesprek aan te nemen, toetst u 1. Om te weigeren, drukt u op een andere toets.",
        "De beller heeft opgehangen. Tot ziens.",
    ),
    "pl": Sentences(
        "Czy nadal jesteśmy na linii?",
        "Nic nie słyszę, więc zakończę teraz rozmowę. Do widzenia.",
        "Chwileczkę, proszę.",
        "Przepraszamy, mamy problemy techniczne. Prosimy zadzwonić później. Do widzenia.",
        "Wybrany numer jest nieczynny. Do widzenia.",
        "Wszystkie nasze linie są teraz zajęte. Prosimy zadzwonić za kilka minut. Do widzenia.",
        "Przepraszamy, nasz system za chwilę uruchomi się ponownie. Prosimy zadzwonić jeszcze raz. "
        "Do widzenia.",
        "Aby odebrać połączenie, naciśnij 1. Aby odmówić, naciśnij inny klawisz.",
        "Dzwoniący się rozłączył. Do widzenia.",
    ),
    "pt": Sentences(
        "Ainda está na linha?",
        "Não consigo ouvir, por isso vou desligar agora. Até logo.",
        "Um momento, por favor.",
        "Lamentamos, estamos com dificuldades técnicas. Por favor, ligue mais tarde. Até logo.",
        "O número para o qual ligou não está em serviço. Até logo.",
        "Todas as nossas linhas estão ocupadas no momento. Por favor, ligue novamente em alguns "
        "minutos. Até logo.",
        "Lamentamos, o nosso sistema vai reiniciar. Por favor, ligue novamente. Até logo.",
        "Para atender a chamada, pressione 1. Para recusar, pressione qualquer outra tecla.",
        "Quem ligou já desligou. Até logo.",
    ),
    "ru": Sentences(
        "Вы ещё на линии?",
        "Я вас не слышу, поэтому завершаю звонок. До свидания.",
        "Одну минуту, пожалуйста.",
        "Извините, у нас технические неполадки. Пожалуйста, перезвоните позже. До свидания.",
        "Набранный вами номер не обслуживается. До свидания.",
        "Сейчас все наши линии заняты. Пожалуйста, перезвоните через несколько минут. До свидания.",
        "Извините, наша система сейчас перезапускается. Пожалуйста, перезвоните. До свидания.",
        "Чтобы принять звонок, нажмите 1. Чтобы отклонить, нажмите любую другую клавишу.",
        "Абонент повесил трубку. До свидания.",
    ),
    "sv": Sentences(
        "Är du kvar?",
        "Jag kan inte höra dig, så jag lägger på nu. Hej då.",
        "Ett ögonblick.",
        "Vi beklagar, vi har tekniska problem. Ring gärna igen senare. Hej då.",
        "Numret du har ringt är inte i bruk. Hej då.",
        "Alla våra linjer är upptagna just nu. Ring gärna igen om några minuter. Hej då.",
        "Vi beklagar, vårt system startas strax om. Ring gärna igen. Hej då.",
        "Tryck 1 för att ta samtalet. Tryck på någon annan knapp för att avböja.",
        "Den som ringde har lagt på. Hej då.",
    ),
    "tr": Sentences(
        "Hâlâ orada mısınız?",
        "Sizi duyamıyorum, bu yüzden şimdi kapatıyorum. Hoşça kalın.",
        "Bir dakika lütfen.",
        "Özür dileriz, teknik bir sorun yaşıyoruz. Lütfen daha sonra tekrar arayın. Hoşça kalın.",
        "Aradığınız numara hizmet dışıdır. Hoşça kalın.",
        "Şu anda tüm hatlarımız meşgul. Lütfen birkaç dakika sonra tekrar arayın. Hoşça kalın.",
        "Özür dileriz, sistemimiz yeniden başlatılmak üzere. Lütfen tekrar arayın. Hoşça kalın.",
        "Aramayı almak için 1'e basın. Reddetmek için başka bir tuşa basın.",
        "Arayan kişi telefonu kapattı. Hoşça kalın.",
    ),
    "zh": Sentences(
        "请问您还在吗？",
        "我听不到您的声音，现在将挂断电话。再见。",
        "请稍等。",
        "很抱歉，我们遇到了技术问题。请稍后再拨。再见。",
        "您拨打的号码暂停服务。再见。",
        "我们的线路正忙。请几分钟后再拨。再见。",
        "很抱歉，我们的系统即将重新启动。请再次拨打。再见。",
        "接听请按1，拒接请按其他任意键。",
        "对方已挂断电话。再见。",
    ),
}
_ENGLISH = BUILT_IN["en"]


def has_sentences(language: str) -> bool:
    """Whether we speak it; in all others we speak English."""
    return main_language(language) in BUILT_IN


def of(agent: AgentFields | None) -> Sentences:
    """What an agent's callers hear; a sentence of the agent's own may have `{{variables}}`."""
    if agent is None:
        return _ENGLISH
    built_in = BUILT_IN.get(main_language(agent.language), _ENGLISH)
    own, fallback, silence = agent.sentences, agent.fallback, agent.silence
    # An agent that was saved before there were other languages has the English ones as its own.
    prompt = None if silence.prompt == _ENGLISH.still_there else silence.prompt
    goodbye = None if silence.goodbye == _ENGLISH.goodbye else silence.goodbye
    return Sentences(
        still_there=built_in.still_there if prompt is None else prompt,
        goodbye=built_in.goodbye if goodbye is None else goodbye,
        one_moment=fallback.wait_message or built_in.one_moment,
        sorry=fallback.apology or built_in.sorry,
        not_in_service=own.not_in_service or built_in.not_in_service,
        busy=own.busy or built_in.busy,
        restarting=own.restarting or built_in.restarting,
        press_one=own.press_one or built_in.press_one,
        caller_gone=built_in.caller_gone,
    )


def said(
    which: str, agent: AgentFields | None, context: CallContext, at: datetime | None = None
) -> tuple[str, str]:
    """One of them with the values of a call, and the language of the voice that says it."""
    text = str(getattr(of(agent), which))
    if agent is None:
        return text, "en"
    english = text == getattr(_ENGLISH, which) and not has_sentences(agent.language)
    return fill(text, values(agent, context, at)).strip(), "en" if english else agent.language


def one_moment(agent: AgentFields) -> str:
    """Spoken ahead, in the agent's voice: no values of a call stand in it."""
    return said("one_moment", agent, CallContext(context_data=agent.context_data))[0]


def to_caller(which: str, call: Call | None) -> tuple[str, str]:
    """One of them as a call hears it now, and the language of the voice that says it."""
    if call is None:
        return said(which, None, CallContext())
    return said(which, call.agent, held(call), utc_now())
