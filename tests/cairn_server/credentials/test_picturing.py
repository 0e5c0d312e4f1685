from cairn.openbadges.baking import unbake
from cairn_server.credentials.picturing import baked_png, baked_svg, drawn


def test_the_drawing_survives_the_baking(credential):
    version = credential.award.achievement_version
    plain = drawn(version.title, version.achievement_id)

    baked = baked_svg(credential)

    assert plain.count("<path") == baked.decode().count("<path")
    assert unbake(baked) == credential.document


def test_the_same_credential_gives_the_same_picture(credential):
    assert baked_png(credential) == baked_png(credential)
