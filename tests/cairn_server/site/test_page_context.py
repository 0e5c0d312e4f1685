from cairn_server.site.page_context import page_context


def test_a_stranger_has_no_roles_and_is_nobody(rf, db):
    assert page_context(rf.get("/")) | {"release": ""} == {
        "learner": None,
        "my_roles": frozenset(),
        "is_demo": False,
        "release": "",
    }


def test_a_page_knows_what_its_reader_may_do(rf, eve):
    request = rf.get("/")
    request.user = eve

    assert page_context(request)["my_roles"] == {"evaluator"}
