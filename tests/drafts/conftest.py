"""The hall, with tables emptied before each test."""

from collections.abc import AsyncIterator

import msgspec
import pytest
from litestar import Litestar

from esports.accounts import service
from esports.http.provide import parts_of
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.drafts.hall import Hall
from tests.support.app import OPERATOR, PASSWORD, Clock, clean, new_client, sign_in
from tests.support.desk import Desk


@pytest.fixture
async def hall(
    by_clock: tuple[Litestar, Clock], settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Hall]:
    """The application by the test's clock, and its worker."""
    app, clock = by_clock
    clock.now = Clock().now
    mail_dir = str(tmp_path_factory.mktemp("mail"))
    told = msgspec.structs.replace(settings, mail_dir=mail_dir, log_level="error")
    parts = parts_of(app.state)
    await clean(parts)
    async with unit_of_work(parts.engine, parts.waker, clock=clock) as unit:
        await service.ensure_operator(unit, email=OPERATOR, password=PASSWORD)
        await unit.commit()
    async with new_client(app) as client:
        await sign_in(client, OPERATOR)
        yield Hall(Desk(app, client, parts.engine), clock, told)
