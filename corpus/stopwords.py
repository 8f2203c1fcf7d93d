"""Words that ask or join and say nothing of the subject, folded: of questions, names and highlights they are left out."""

_TURKISH = """
    acaba ama ancak bir biri bu bunun buna da daha de diye gibi her ile ise icin ki mi mu midir mudur o olan olarak
    oldu oldugu olmustur olur olmak oluyor olacak sey su tarafindan var vardi vardir ve veya ya yok zaman edilmistir
    edilir edildi ediliyor etmistir etti eder ediyor yapilmistir hakkinda gore nicin niye bana misin soyle anlat
    demek demektir etmek oldugunu olmus varmis yoktur
"""
_ENGLISH = """
    a an and any are as at be been being by can could did do does each for from get gets had has have how if in into
    is it its many much must of off on or out s so such than that the their there these they this those to up was
    were what when where which who whom whose why will with would tell me about please
"""
_ASKING = {  # Turkish words that ask, with the endings that they take (Göksel and Kerslake 2005)
    "kac": "a i idir in ina inci incidir incisi incisidir incisiydi inciydi inda indan indi ini inin iydi la ta tan ti tir",
    "kadar": "a da di dir i idir in ina inda indan ini inin iydi iyla lik",
    "kim": (
        "de dedir den dendi deydi di dir e i in indir inle le mis se "
        "ler lerce lerde lerden lerdi lerdir lere leri lerin lerle"
    ),
    "hangi": "leri leridir lerinde lerinden lerine lerini lerinin leriydi si sidir sinde sinden sine sini sinin siydi siyle",
    "nasil": "di dir",
    "ne": (
        "den dendir dir si sini yde yden ydi ye yi yin yle ymis yse "
        "ler lerde lerden lerdi lerdir lere leri lerin lerle lermis"
    ),
    "nere": (
        "de deki den dedir deydi dendir ler lerde lerden lerdedir lerdir lere leri lerini nin "
        "li lidir si sidir sinde sindedir sinden sine sini sinin siydi ye yi yle"
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
