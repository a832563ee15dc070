"""Presigned URLs of S3 as of a given moment, so that all who ask in a window get the same text.

boto3 signs as of now. This is botocore's own signer (Signature Version 4 in the query string,
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html) with the moment handed in.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

TIMESTAMP: Final = "%Y%m%dT%H%M%SZ"
GLOBAL: Final = "aws-global"
"""What botocore calls the region of a client that was given none; it is signed for as us-east-1."""


class Presigner:
    """Signs for reading the files of one bucket. Raises BotoCoreError without an access key to sign with."""

    def __init__(self, s3: "S3Client", credentials: Credentials | None, bucket: str) -> None:
        example = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "example"})
        self.address = example.partition("?")[0].removesuffix("/example")
        """Where the bucket is, as its clients reach it."""
        region = s3.meta.region_name
        self._region = region if region and region != GLOBAL else "us-east-1"
        assert credentials is not None  # or the example would not have been signed
        self._credentials = credentials

    def url(self, key: str, *, signed_at: int, seconds: int) -> str:
        """Where to read the key for so many seconds from `signed_at` on, in Unix time."""
        request = AWSRequest("GET", f"{self.address}/{key}")
        request.context["timestamp"] = datetime.fromtimestamp(signed_at, UTC).strftime(TIMESTAMP)
        _SignerAsOf(self._credentials.get_frozen_credentials(), "s3", self._region, seconds).add_auth(request)
        return str(request.url)


class _SignerAsOf(S3SigV4QueryAuth):
    """Takes the moment from the request's context."""

    def add_auth(self, request: AWSRequest) -> None:
        botocore: Any = self  # its stubs leave out what its signers override
        botocore._modify_request_before_signing(request)
        string_to_sign = self.string_to_sign(request, self.canonical_request(request))
        botocore._inject_signature_to_request(request, self.signature(string_to_sign, request))
