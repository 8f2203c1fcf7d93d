"""The service keeps what its OpenAPI description promises, whatever is sent to it."""

from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, given, settings

from service.app import create_app
from service.settings import Settings


def test_every_reply_is_as_described(built: Path) -> None:
    # An application of its own: schemathesis ends its life when it is done.
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(Settings(data=built)))
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {operation.path for operation in operations} >= {"/v1/ask", "/v1/search", "/v1/documents", "/readyz"}
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def keeps_its_promise(case: schemathesis.Case) -> None:
            case.call_and_validate()

        keeps_its_promise()
