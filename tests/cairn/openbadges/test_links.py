from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

from cairn.openbadges.links import linkedin_add_url, resume_line

URL = "https://college.example/credentials/0d9f"


def asked_of(url):
    assert url.startswith("https://www.linkedin.com/profile/add?")
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def linkedin(**changed):
    given = {
        "name": "Whiteboards & decisions",
        "organisation": "North College",
        "issued": date(2026, 3, 2),
        "expires": date(2028, 3, 1),
        "credential_url": URL,
        "credential_id": "urn:uuid:1",
    }
    return asked_of(linkedin_add_url(**(given | changed)))


def test_the_form_is_filled_in_with_the_whole_credential():
    assert linkedin() == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Whiteboards & decisions",
        "organizationName": "North College",
        "issueYear": "2026",
        "issueMonth": "3",
        "expirationYear": "2028",
        "expirationMonth": "3",
        "certUrl": URL,
        "certId": "urn:uuid:1",
    }


def test_what_does_not_expire_has_no_expiry():
    assert not {"expirationYear", "expirationMonth"} & linkedin(expires=None).keys()


def test_a_company_id_links_to_the_page_of_the_organisation():
    asked = linkedin(organisation="1337")

    assert asked["organizationId"] == "1337"
    assert "organizationName" not in asked


def test_the_line_for_a_resume_is_one_line():
    line = resume_line(
        name="Leading\na decision",
        organisation="North  College",
        issued=date(2026, 3, 2),
        expires=None,
        credential_url=URL,
    )

    assert line == f"Leading a decision, North College, 2026-03. Verify: {URL}"


def test_the_line_for_a_resume_tells_when_it_ends():
    given = {"name": "A", "organisation": "B", "credential_url": URL}
    line = resume_line(issued=date(2026, 3, 2), expires=date(2028, 3, 1), **given)

    assert line == f"A, B, 2026-03, valid to 2028-03. Verify: {URL}"
