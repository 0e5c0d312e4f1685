from cairn.exchange.pack import Finding, Severity


def test_a_finding_is_an_error_unless_it_says_otherwise():
    assert Finding("units/a.md", "cycle", "a -> a").to_json() == {
        "where": "units/a.md",
        "code": "cycle",
        "detail": "a -> a",
        "severity": "error",
    }
    assert Finding("a", "b", "c", Severity.WARNING).to_json()["severity"] == "warning"
