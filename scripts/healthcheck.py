"""Whether the instance in this container is ready: exit code 0 or 1, for HEALTHCHECK."""

import http.client
import os
import sys
from http import HTTPStatus

SECONDS = 2


def main() -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "4000")), timeout=SECONDS)
    try:
        connection.request("GET", "/readyz")
        return 0 if connection.getresponse().status == HTTPStatus.OK else 1
    except (OSError, http.client.HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
