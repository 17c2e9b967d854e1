import re

from hypothesis import given
from hypothesis import strategies as st

from tidemark_ml.registry.names import model_name, version_text

SITES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=255)


def test_a_domain_can_be_read_in_its_models_name() -> None:
    assert model_name("shop.example", "page_visits") == "site-shop.example-page_visits"


@given(SITES)
def test_a_name_is_safe_in_files_and_urls(site: str) -> None:
    name = model_name(site, "page_visits")
    assert re.fullmatch(r"site-[a-z0-9.-]*-page_visits", name)
    assert len(name) < 200


@given(SITES, SITES)
def test_two_sites_never_share_a_name_also_where_case_does_not_count(one: str, other: str) -> None:
    if one != other:
        assert model_name(one, "page_visits").lower() != model_name(other, "page_visits").lower()


def test_upper_and_lower_case_are_two_sites() -> None:
    assert model_name("Shop.example", "sessions").lower() != model_name("shop.example", "sessions")


def test_a_versions_text_is_short() -> None:
    assert version_text(3) == "v3"
