"""What `SEARCH_URL` may say, and how it is told that it says something else."""

import re

import pytest

from search.cluster.address import Address
from search.cluster.breaker import Breaker


def test_everything_that_an_address_says() -> None:
    address = Address.parse(
        "opensearch+https://si%40te:pass%2Fword@a.example.org,b.example.org:9201,[::1]/network?shards=3&replicas=2",
        ca="/etc/ca.crt",
    )
    assert address.product == "opensearch"
    assert address.nodes == ("https://a.example.org:9200", "https://b.example.org:9201", "https://[::1]:9200")
    assert (address.user, address.password, address.prefix) == ("si@te", "pass/word", "network")
    assert (address.shards, address.replicas, address.ca) == (3, 2, "/etc/ca.crt")


def test_what_is_not_said_defaults_well() -> None:
    address = Address.parse("elasticsearch+https://search.example.org/network", api_key="secret")
    assert (address.nodes, address.user, address.api_key) == (("https://search.example.org:9200",), "", "secret")
    assert (address.shards, address.replicas) == (1, None)


def test_secrets_are_not_printed() -> None:
    address = Address.parse("elasticsearch+https://me:hidden@a/network")
    assert "hidden" not in repr(address)
    assert "hidden" not in repr(Address.parse("elasticsearch+https://a/network", api_key="hidden"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.0.0.1:9201,127.0.0.1:9202"])
def test_this_machine_may_be_asked_without_tls(host: str) -> None:
    assert Address.parse(f"opensearch+http://{host}/network").nodes[0].startswith("http://")


@pytest.mark.parametrize(
    ("url", "api_key", "said"),
    [
        ("elasticsearch://a/network", "", "begins with “elasticsearch”"),
        ("solr+https://a/network", "", "begins with “solr"),
        ("https://a/network", "", "begins with “https”"),
        ("elasticsearch+https://me:hidden@a/network", "key", "only one of them"),
        ("elasticsearch+https://me:hidden@a", "", "name for our indexes"),
        ("elasticsearch+https://me:hidden@a/Net work", "", "name for our indexes"),
        ("elasticsearch+https://me:hidden@a/one/two", "", "name for our indexes"),
        ("elasticsearch+https://me:hidden@a,,b/network", "", "“” is no host"),
        ("elasticsearch+https:///network", "", "“” is no host"),
        ("elasticsearch+https://a:none/network", "", "“a:none” is no host"),
        ("elasticsearch+http://me:hidden@search.example.org/network", "", "others could read"),
        ("opensearch+http://127.0.0.1,10.0.0.1/network", "", "others could read"),
        ("elasticsearch+https://a/network?shards=0", "", "shards=0"),
        ("elasticsearch+https://a/network?replicas=some", "", "replicas=some"),
        ("elasticsearch+https://a/network?speed=9", "", "speed=9"),
    ],
)
def test_what_cannot_be_right_is_said_without_the_password(url: str, api_key: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        Address.parse(url, api_key)
    assert "hidden" not in str(caught.value)


class TestBreaker:
    @pytest.fixture
    def breaker(self, monkeypatch: pytest.MonkeyPatch) -> Breaker:
        self.now = 1000.0
        monkeypatch.setattr("search.cluster.breaker.time.monotonic", lambda: self.now)
        return Breaker("Asking", shortest=1, longest=4)

    def test_all_go_through_while_all_is_well(self, breaker: Breaker) -> None:
        assert all(breaker.allows() for _ in range(5))
        breaker.succeeded()
        assert breaker.allows()

    def test_after_a_failure_one_tries_at_the_end_of_each_pause_which_grows(self, breaker: Breaker) -> None:
        pauses = []
        for _ in range(4):
            breaker.failed(ValueError("away"))
            begun = self.now
            while not breaker.allows():
                self.now += 0.25
            pauses.append(self.now - begun)
            assert not breaker.allows()
        assert pauses == [1, 2, 4, 4]

    def test_one_success_lets_all_through_again(self, breaker: Breaker) -> None:
        breaker.failed(ValueError("away"))
        assert not breaker.allows()
        breaker.succeeded()
        assert breaker.allows()
        assert breaker.allows()

    def test_who_has_heard_something_leaves_the_turn_to_the_next(self, breaker: Breaker) -> None:
        breaker.failed(ValueError("away"))
        self.now += 1
        assert breaker.allows()
        breaker.hopes()
        assert breaker.allows()
        breaker.failed(ValueError("away"))
        self.now += 1.5
        assert not breaker.allows()  # the pause has grown all the same

    def test_it_is_told_once(self, breaker: Breaker, caplog: pytest.LogCaptureFixture) -> None:
        for _ in range(3):
            breaker.failed(ValueError("away"))
        breaker.succeeded()
        breaker.succeeded()
        assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
            "Asking stops: away",
            "Asking goes on.",
        ]
