"""The five documents by name, for the tests that look into them."""

from pathlib import Path

import corpus

FOLDER = Path(corpus.__file__).parent / "documents"
COUNTRY_NOTE = "kazakistan-ulke-notu"
EAST_WEST = "turkiye-kazakistan-dogu-bati-hattinda-isbirligi"
REFORMS = "kazakistan-kamu-yonetimi-reformlari"
FOREIGN_POLICY = "kazakistan-cok-yonlu-dis-politika"
STRATEGIC = "turkiye-kazakistan-stratejik-boyut"
