from datetime import timedelta

from cairn_server.accounts.token_forms import TokenForm

GIVEN = {"name": "Dashboard", "days": "90", "scopes": ["members:read"]}


def test_a_name_a_length_and_a_scope_make_a_token():
    form = TokenForm(GIVEN, of_organisation=True)

    assert form.is_valid()
    assert form.lasts == timedelta(days=90)


def test_what_is_missing_or_not_offered_is_refused_at_its_field():
    empty = TokenForm({}, of_organisation=False)
    odd = TokenForm(
        {"name": "x", "days": "9999", "scopes": ["learning:read"]}, of_organisation=True
    )

    assert sorted(empty.errors) == ["days", "name", "scopes"]
    assert sorted(odd.errors) == ["days", "scopes"]
