"""Settings: the only reader of the environment. Every name is prefixed KAYNAK_."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DOCUMENTS = Path(__file__).resolve().parent.parent / "corpus" / "documents"


class Settings(BaseSettings):
    """What a deployment can choose; the command line's options come before the environment."""

    model_config = SettingsConfigDict(env_prefix="KAYNAK_", extra="ignore")

    data: Path = Field(default=Path("var"), description="data directory: the document store and the index")
    encoder: str | None = Field(
        default=None, description="encoder for `kaynak build`: a sentence-transformers model by name or folder, or `hashing`"
    )
    passage_size: int | None = Field(default=None, ge=200, le=5000, description="characters of a passage")
    passage_overlap: int | None = Field(default=None, ge=0, le=5, description="sentences repeated between passages")
    host: str = Field(default="127.0.0.1", description="address that `kaynak serve` listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="port that `kaynak serve` listens on")
