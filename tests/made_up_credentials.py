"""Credentials made up by hypothesis: `parts` are the members that `credential` takes."""

from hypothesis import strategies as st

# No control characters: there PyLD leaves what RDFC-1.0 escapes. Texts with any other character.
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
urls = st.integers(1, 9).map(lambda n: f"https://college.example/{n}")
# A decimal that is whole, such as 1.0, is an integer in JSON-LD but not in PyLD.
decimals = st.floats(-1e6, 1e6).filter(lambda number: number != int(number))
names = texts | st.fixed_dictionaries(
    {"@value": texts},
    optional={
        "@language": st.sampled_from(["en", "de-CH", "AR"]),
        "@direction": st.sampled_from(["ltr", "rtl"]),
    },
)


def optional(**members):
    return st.fixed_dictionaries({}, optional=members)


def typed(kind, /, **members):
    return st.fixed_dictionaries({"type": st.just([kind])}, optional=members)


def some(values):
    return values | st.lists(values, max_size=3)


alignments = typed(
    "Alignment", targetName=texts, targetUrl=urls, targetCode=texts, targetFramework=texts
)
addresses = typed(
    "Address",
    addressCountry=texts,
    geo=typed("GeoCoordinates", latitude=decimals, longitude=decimals),
)
profiles = typed("Profile", id=urls, name=texts, url=urls, address=addresses, email=texts)
achievements = typed(
    "Achievement",
    id=urls,
    name=texts,
    creator=profiles,
    creditsAvailable=decimals | st.integers(0, 100),
    tag=st.lists(texts, max_size=3),
    alignment=some(alignments),
    criteria=optional(id=urls, narrative=texts),
    image=typed("Image", id=urls, caption=texts),
    resultDescription=some(
        typed("ResultDescription", id=urls, name=texts, allowedValue=st.lists(texts, max_size=3))
    ),
)
subjects = typed(
    "AchievementSubject",
    id=urls,
    achievement=achievements,
    identifier=some(typed("IdentityObject", hashed=st.booleans(), identityHash=texts, salt=texts)),
    result=some(typed("Result", value=texts, resultDescription=urls, alignment=some(alignments))),
    role=texts,
    creditsEarned=decimals,
    source=profiles,
)
evidence = typed("Evidence", id=urls, name=texts, narrative=texts)
proofs = st.fixed_dictionaries(
    {
        "type": st.just("DataIntegrityProof"),
        "cryptosuite": st.just("eddsa-rdfc-2022"),
        "created": st.just("2026-03-02T09:00:00Z"),
        "verificationMethod": urls,
        "proofPurpose": st.sampled_from(["assertionMethod", "authentication"]),
        "proofValue": texts,
    }
)
parts = optional(
    name=names,
    description=some(names),
    issuer=profiles | urls,
    credentialSubject=some(subjects),
    evidence=some(evidence),
    proof=some(proofs),
    credentialStatus=typed(
        "BitstringStatusListEntry",
        statusPurpose=texts,
        statusListIndex=texts,
        statusListCredential=urls,
    ),
    termsOfUse=some(typed("VerifiableCredential", id=urls)),
    relatedResource=some(optional(id=urls, digestSRI=texts, mediaType=texts)),
)
