"""What can go wrong between a person and the service."""

from corpus.errors import KaynakError


class UsageError(KaynakError, ValueError):
    """Options or a question that cannot be used."""


class AddressUnusable(KaynakError, OSError):
    """The address cannot be listened on."""
