"""The dialogue without a socket: what follows from what a client says, and when."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.journal.facts import Change, EntryChanged
from esports.live.messages import Delta, DeltaItem, Error, encode, read_incoming, read_outgoing
from esports.live.protocol import Action, Admit, Attach, Close, Detach, Dialogue, Limits, Say
from esports.live.topics import Topic, TopicKind, parse

ID = UUID(int=5)
TOPIC = Topic(TopicKind.stage, ID)


def greeted(limits: Limits | None = None) -> Dialogue:
    dialogue = Dialogue(now=0.0, limits=limits)
    assert dialogue.receive('{"type":"hello","protocol":1}', 0.0) == [Admit(None)]
    return dialogue


def closes(actions: list[Action]) -> tuple[str, int]:
    """The code of the error and of the close of a failure."""
    say, close = actions
    assert isinstance(say, Say)
    assert isinstance(say.message, Error)
    assert isinstance(close, Close)
    assert close.reason == say.message.code
    return say.message.code, close.code


@pytest.mark.parametrize("topic", [Topic(TopicKind.inbox), *(Topic(kind, ID) for kind in TopicKind)])
def test_a_topic_is_read_as_it_is_written(topic: Topic) -> None:
    if topic != Topic(TopicKind.inbox, ID):
        assert parse(str(topic)) == topic


@given(
    st.text(max_size=60) | st.sampled_from(list(TopicKind)).flatmap(lambda kind: st.just(f"{kind}/{ID.hex}"))
)
def test_anything_else_is_no_topic(text: str) -> None:
    assert parse(text) is None or str(parse(text)) == text


def test_hello_admits_and_follows_in_order() -> None:
    dialogue = Dialogue(now=0.0)
    hello = (
        f'{{"type":"hello","protocol":1,"ticket":"t","follow":[{{"topic":"{TOPIC}","epoch":"e","after":3}}]}}'
    )
    assert dialogue.receive(hello, 1.0) == [Admit("t"), Attach(TOPIC, "e", 3)]
    late = f'{{"type":"follow","topic":"{TOPIC}","delay":90}}'
    assert dialogue.receive(late, 1.0) == [Attach(TOPIC, None, None, 90)]
    assert dialogue.topics == {TOPIC}


def test_hello_has_a_deadline_only_once() -> None:
    dialogue = Dialogue(now=0.0, limits=Limits(hello_seconds=10))
    assert dialogue.tick(9.9) == []
    assert closes(dialogue.tick(10.0)) == ("hello_expected", 1008)
    assert dialogue.tick(11.0) == []
    assert dialogue.receive('{"type":"hello","protocol":1}', 11.0) == []
    assert greeted().tick(100.0) == []


def test_following_again_begins_anew_and_counts_once() -> None:
    dialogue = greeted(Limits(topics=1))
    follow = f'{{"type":"follow","topic":"{TOPIC}"}}'
    assert dialogue.receive(follow, 0.0) == [Attach(TOPIC, None, None)]
    assert dialogue.receive(follow, 0.0) == [Attach(TOPIC, None, None)]
    (refused,) = dialogue.receive('{"type":"follow","topic":"inbox"}', 0.0)
    assert isinstance(refused, Say)
    assert refused.message.topic == "inbox"  # type: ignore[union-attr]
    dialogue.forget(TOPIC)
    assert dialogue.receive('{"type":"follow","topic":"inbox"}', 0.0) == [
        Attach(Topic(TopicKind.inbox), None, None)
    ]


def test_unfollowing_detaches_what_was_followed() -> None:
    dialogue = greeted()
    dialogue.receive(f'{{"type":"follow","topic":"{TOPIC}"}}', 0.0)
    assert dialogue.receive(f'{{"type":"unfollow","topic":"{TOPIC}"}}', 0.0) == [Detach(TOPIC)]
    (error,) = dialogue.receive(f'{{"type":"unfollow","topic":"{TOPIC}"}}', 0.0)
    assert isinstance(error, Say)


def test_the_allowance_fills_up_again_but_never_over_the_brim() -> None:
    dialogue = greeted(Limits(burst=3, per_second=1))
    ping = '{"type":"ping"}'
    assert [len(dialogue.receive(ping, 0.0)) for _ in range(2)] == [1, 1]
    assert isinstance(dialogue.receive(ping, 1.0)[0], Say)
    assert [dialogue.receive(ping, 1_000.0)[0] for _ in range(3)] == [dialogue.receive(ping, 1_001.0)[0]] * 3
    assert closes(dialogue.receive(ping, 1_001.0)) == ("too_many_messages", 1008)


@given(st.text(max_size=80) | st.binary(max_size=20), st.booleans())
def test_no_message_is_ever_more_than_an_answer(said: str | bytes, after_hello: bool) -> None:
    dialogue = greeted() if after_hello else Dialogue(now=0.0)
    actions = dialogue.receive(said, 0.0)
    assert actions
    assert isinstance(actions[-1], Close)


def test_a_delta_reads_back_as_it_was_written() -> None:
    fact = EntryChanged(entry_id=ID, name="A")
    item = DeltaItem(seq=2, fact=fact, patch=[Change("a", None)])
    delta = Delta(topic=str(TOPIC), first=2, to=4, items=[item])
    text = encode(delta)
    assert b'"type":"delta"' in text
    assert b'"from":2' in text
    assert read_outgoing(text) == delta


@pytest.mark.parametrize("text", ["", "{", '{"type":"snapshot"}', "\ud800", "[" * 100_000])
def test_what_is_no_message_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        read_incoming(text)
    with pytest.raises(ValueError):
        read_outgoing(text)
