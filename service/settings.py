"""Settings: the only reader of the environment. Every name is prefixed KAYNAK_."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DOCUMENTS = Path(__file__).resolve().parent.parent / "corpus" / "documents"
_ORIGIN = re.compile(r"https?://[^\s/*?#@]+")


class Settings(BaseSettings):
    """What a deployment can choose; the command line's options come before the environment."""

    model_config = SettingsConfigDict(env_prefix="KAYNAK_", extra="ignore")

    data: Path = Field(default=Path("var"), description="data directory: the document store and the index")
    encoder: str | None = Field(
        default=None, description="encoder for `kaynak build`: a sentence-transformers model by name or folder, or `hashing`"
    )
    passage_size: int | None = Field(default=None, ge=200, le=5000, description="characters of a passage")
    passage_overlap: int | None = Field(default=None, ge=0, le=5, description="sentences repeated between passages")
    accuracy_floor: float = Field(
        default=0.74,
        ge=0,
        le=1,
        description="share of the answers given that should be right; the surest are given where none keeps it",
    )
    host: str = Field(default="127.0.0.1", description="address that `kaynak serve` listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="port that `kaynak serve` listens on")
    allowed_origins: Annotated[list[str], NoDecode] = Field(
        default=[], description="sites whose pages may ask, such as https://example.org; commas between several"
    )

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _origins(cls, value: str | list[str]) -> list[str]:
        listed = [origin.strip().rstrip("/").lower() for origin in (value.split(",") if isinstance(value, str) else value)]
        for origin in filter(None, listed):
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(
                    f"{origin!r} is no origin: name each site as https://example.org, without a path and without *"
                )
        return [origin for origin in listed if origin]
