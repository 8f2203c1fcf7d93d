"""Words that ask or join and say nothing of the subject, folded. They are left out of questions, never out of passages."""

_TURKISH = """
    acaba ama ancak bir biri bu bunun buna da daha de diye gibi her ile ise icin ki mi mu midir mudur o olan olarak
    oldu oldugu olmustur olur olmak oluyor olacak sey su tarafindan var vardi vardir ve veya ya yok zaman edilmistir
    edilir edildi ediliyor etmistir etti eder ediyor eden yapilmistir hakkinda gore nicin niye bana misin soyle
    anlat acilim acilimi kisaltma kisaltmasi demek demektir
"""
_ENGLISH = """
    a an and any are as at be been being by can could did do does each for from get gets got had has have how if in
    into is it its many much must of off on or out s so such than that the their there these they this those to up
    was were what when where which who whom whose why will with would tell me about please abbreviation acronym mean
    means stands
"""
_ASKING = {  # Turkish words that ask, with the endings that they take (Göksel and Kerslake 2005)
    "kac": "a ar da dan i in ina inci incisi incisidir incidir inda indan ini inin idir ta tan ti tir",
    "kadar": "di dir i idir in ina inda ini inin lik",
    "kim": "den dendi di dir e i in indir inle le ler lerce lerde lerden lerdi lerdir lere leri lerin lerle",
    "hangi": "leri leridir leriydi lerinde lerini lerinin si sidir siydi sinde sinden sine sini sinin",
    "nasil": "di dir",
    "ne": "den dendir dir ler lerde lerden lerdi lerdir lere leri lerin lerle ye yi yin yle yse ydi",
    "nere": (
        "de deki den dedir deydi dendir ler lerde lerden lerdedir lerdir lere leri lerini nin "
        "si sidir sinde sindedir sinden sine sini sinin siydi ye yi yle"
    ),
}

STOPWORDS = frozenset(
    (
        *_TURKISH.split(),
        *_ENGLISH.split(),
        *_ASKING,
        *(stem + ending for stem, endings in _ASKING.items() for ending in endings.split()),
    )
)
