"""Turkish words whose endings go by no rule of sound but are learned with each word (Göksel and Kerslake 2005, ch. 2)."""

from collections.abc import Iterator


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    yield from zip(text.split()[::2], text.split()[1::2], strict=True)


# Keep their last sound before a vowel: "hukuk", "hukuku".
_KEPT = """
    suç hukuk ahlak ittifak iştirak evrak emlak merak idrak intibak istimlak tahakkuk müttefik tetkik tasdik teşvik
    tazyik tebrik tedarik tahrik
""".split()
# A stem, and the stem before a vowel: "hak", "hakkı"; "kayıt", "kaydı"; "şehir", "şehri".
BEFORE_VOWEL = {stem: stem for stem in _KEPT} | dict(
    _pairs("""
        hak hakk had hadd hat hatt his hiss af aff zam zamm sır sırr tıp tıbb ret redd şık şıkk mahal mahall fert ferd
        yurt yurd kurt kurd cilt cild metot metod hudut hudud maksat maksad senet sened mevcut mevcud umut umud ümit
        ümid vücut vücud evlat evlad ecdat ecdad kanat kanad standart standard tehdit tehdid genç genc güç güc borç
        borc harç harc kalp kalb harp harb renk reng denk deng ahenk aheng cenk ceng isim ism resim resm şehir şehr
        nehir nehr fikir fikr ilim ilm hüküm hükm akıl akl ömür ömr izin izn oğul oğl ağız ağz burun burn boyun boyn
        karın karn göğüs göğs beyin beyn kısım kısm cisim cism asıl asl nesil nesl vakit vakt emir emr zulüm zulm
        devir devr vasıf vasf kayıt kayd keşif keşf nakit nakd şekil şekl metin metn kutup kutb seyir seyr akit akd
        fasıl fasl şahıs şahs tavır tavr hapis haps haciz hacz fesih fesh fetih feth nutuk nutk hacim hacm zihin zihn
        kabir kabr azil azl mühür mühr hüzün hüzn sabır sabr zehir zehr nesir nesr
    """)
)
# Take endings with front vowels behind a back one: "saat", "saati".
FRONT = frozenset(
    """
    hal hâl rol saat petrol kontrol alkol sembol gol kabul mahal usul sual misal emsal ihmal ihlal işgal iptal
    istiklal istikbal hayal ihtimal ihtilal ikmal istimal suistimal istihsal intikal makul mamul mesul menkul
    gayrimenkul mahsul meçhul resul moral metal materyal liberal federal general mareşal festival katedral protokol
    ekol metropol monopol futbol basketbol voleybol santral lokal final dikkat sürat hakikat sadakat sıhhat kanaat
    menfaat itaat cemaat seyahat liyakat feragat ziraat lügat harf kalp harp garp vakit
    """.split()
)
# Last words of phrases that look like possessives and are none: "siyasi parti", but "kamu hizmeti".
NO_POSSESSIVE = frozenset(
    """
    parti işçi kişi temsilci elçi yatırımcı yönetici satıcı ekonomi enerji sanayi endüstri ordu yapı vergi veri kredi
    saldırı uyarı etki ilişki merci yetkili görevli gönüllü kurucu alıcı üretici tüketici öğrenci denetçi bilgi
    belirti gelişi kamu
    """.split()
)
POSSESSIVE = frozenset("cumhurbaşkanı yüzölçümü milletvekilliği".split())  # single words that have their possessive already
NOUNS = frozenset("ırmak basamak yamak ekmek yemek çakmak".split())  # though they end as infinitives do
