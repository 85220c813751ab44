"""What commands ask of Redis."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from esports.errors import SettingsError
from esports.settings import Settings


async def check(settings: Settings) -> str:
    """The server's version.

    Raises:
        SettingsError: it does not answer, or refuses.
    """
    client = Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=5)
    try:
        facts = await client.info("server")
    except (RedisError, OSError) as error:
        raise SettingsError("Redis cannot be used: {reason}", reason=error) from error
    finally:
        await client.aclose()
    return str(facts["redis_version"])
