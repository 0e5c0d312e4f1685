import random

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.pathways.criteria import Facts, Met, TaskFact, evaluate, parse
from cairn.pathways.requirement import AllOf, AnyOf, Credential, NOf, Task, leaves
from cairn.pathways.stacking import parts_of, priced, stacked, unfold
from tests.moments import MONDAY

TASKS = "vwxyz"
IDS = ["a", "b", "c", "d"]
MINUTES = {"v": 1.0, "w": 2.0, "x": 4.0, "y": 8.0, "z": 16.0}


def trees(smaller):
    leaf = st.sampled_from(TASKS).map(Task)
    if smaller:
        leaf |= st.sampled_from(smaller).map(Credential)
    several = st.lists(leaf, min_size=1, max_size=3).map(tuple)
    return (
        several.map(AllOf)
        | several.map(AnyOf)
        | several.flatmap(lambda of: st.integers(1, len(of)).map(lambda n: NOf(n, of)))
    )


# each achievement may name those before it
rules = st.tuples(*(trees(IDS[:number]) for number in range(len(IDS)))).map(
    lambda found: dict(zip(IDS, found, strict=True))
)
shown = st.sets(st.sampled_from(TASKS))


def facts(tasks, credentials=()):
    return Facts(
        tasks={task: TaskFact(MONDAY) for task in tasks},
        credentials=dict.fromkeys(credentials, MONDAY),
        minutes=MINUTES,
    )


@settings(max_examples=60)
@given(rules, shown, st.sets(st.sampled_from(IDS)))
def test_unfolded_it_is_met_exactly_if_the_awards_would_fall_one_after_another(rules, tasks, held):
    known = facts(tasks, held)
    earned = set(stacked(known, rules)) | held

    for id in rules:
        unfolded = unfold(Credential(id), rules, held=held)
        assert isinstance(evaluate(unfolded, known), Met) == (id in earned)


@settings(max_examples=60)
@given(rules, shown, st.randoms(use_true_random=False))
def test_the_order_of_the_rules_does_not_matter(rules, tasks, chance: random.Random):
    shuffled = list(rules.items())
    chance.shuffle(shuffled)

    assert set(stacked(facts(tasks), rules)) == set(stacked(facts(tasks), dict(shuffled)))


@settings(max_examples=40)
@given(rules, shown, shown)
def test_the_order_of_what_is_shown_does_not_matter(rules, first, then):
    halfway = stacked(facts(first), rules)
    in_two_steps = {*halfway, *stacked(facts(first | then, halfway), rules)}

    assert in_two_steps == set(stacked(facts(first | then), rules))


def test_what_two_parts_share_is_gone_once():
    both = {"a": AllOf((Task("v"), Task("z"))), "b": AllOf((Task("w"), Task("z")))}
    stack = AllOf((Credential("a"), Credential("b")))

    folded = evaluate(stack, priced(facts(""), both))
    unfolded = evaluate(unfold(stack, both), facts(""))

    assert folded.minutes == (1 + 16) + (2 + 16)
    assert unfolded.minutes == 1 + 2 + 16


def test_what_is_held_is_not_unfolded():
    rules = {"a": Task("v")}

    assert unfold(Credential("a"), rules, held={"a"}) == Credential("a")
    assert unfold(Credential("a"), rules) == Task("v")
    assert unfold(Credential("b"), rules) == Credential("b")


def test_a_circle_is_cut_where_it_closes():
    rules = {"a": AllOf((Task("v"), Credential("b"))), "b": AllOf((Task("w"), Credential("a")))}

    assert unfold(Credential("a"), rules) == AllOf((Task("v"), AllOf((Task("w"), Credential("a")))))
    assert stacked(facts("vw"), rules) == []
    assert set(priced(facts(""), rules).minutes) == {*MINUTES, "a", "b"}


def test_stacks_on_stacks_do_not_grow_without_end():
    rules = {"0": AllOf((Task("v"), Task("w")))}
    for number in range(1, 40):
        below = Credential(str(number - 1))
        rules[str(number)] = AllOf((below, below, below, below))

    assert sum(1 for _ in leaves(unfold(Credential("39"), rules))) <= 1000


def test_within_points_parts_that_share_something_count_each_for_itself():
    both = {"a": Task("z"), "b": Task("z")}
    of = [{"points": 1, "requirement": {"credential": id}} for id in both]
    requirement = parse({"points": {"at_least": 2, "of": of}})

    assert unfold(requirement, both) == requirement
    assert evaluate(requirement, priced(facts(""), both)).minutes == 32


def test_parts_are_named_in_order():
    tree = AllOf((Credential("b"), AnyOf((Task("v"), Credential("a"), Credential("b")))))

    assert parts_of(tree) == ["b", "a"]
