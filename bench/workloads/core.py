"""The operations without a server around them."""

from contextlib import AsyncExitStack

from api.core import open_core
from api.settings import Settings
from api.storage import open_storage
from bench.contenders.parley import DATABASE_NAME, SECRET
from chat.context import Core


async def open_bench_core(url: str, stack: AsyncExitStack) -> Core:
    """The parts of a server on this database, closed with the stack."""
    settings = Settings(
        _env_file=None,
        jwt_secrets=(SECRET,),
        database_url=url,
        database_name=DATABASE_NAME,
        redis_url=None,
        rate_limits=False,
    )
    return await open_core(settings, open_storage(settings), stack)
