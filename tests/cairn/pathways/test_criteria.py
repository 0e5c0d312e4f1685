from datetime import timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.pathways.criteria import (
    AllOf,
    AnyOf,
    Facts,
    Met,
    Missing,
    NOf,
    Points,
    PointsEntry,
    Task,
    TaskFact,
    UnitFact,
    Units,
    evaluate,
    parse,
    reachable,
)
from tests.moments import DAY, MONDAY

NAMES = "abcde"
MINUTES = {"a": 3.0, "b": 5.0, "c": 8.0, "d": 13.0, "e": 21.0}

leaf = st.sampled_from(NAMES).map(Task)


def grown(parts):
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    entries = st.lists(st.builds(PointsEntry, st.integers(1, 3), parts), min_size=1, max_size=3)
    return (
        several.map(AllOf)
        | several.map(AnyOf)
        | several.flatmap(lambda of: st.integers(1, len(of)).map(lambda n: NOf(n, of)))
        | entries.flatmap(
            lambda of: st.integers(1, sum(one.points for one in of)).map(
                lambda least: Points(least, tuple(of))
            )
        )
    )


trees = st.recursive(leaf, grown, max_leaves=6)
held = st.sets(st.sampled_from(NAMES))


def facts(names):
    return Facts(tasks={name: TaskFact(MONDAY) for name in names}, minutes=MINUTES)


def holds(tree, have):
    """Return whether the set `have` meets the tree: straight from the definition."""
    match tree:
        case Task(name):
            return name in have
        case AllOf(parts):
            return all(holds(part, have) for part in parts)
        case AnyOf(parts):
            return any(holds(part, have) for part in parts)
        case NOf(n, parts):
            return sum(holds(part, have) for part in parts) >= n
        case Points(least, entries):
            return best_points(entries, frozenset(have)) >= least


def best_points(entries, have):
    """Give each entry a share of its own of what there is, in the best way."""
    if not entries:
        return 0
    rest = best_points(entries[1:], have)
    for share in subsets(have):
        if holds(entries[0].requirement, share):
            rest = max(rest, entries[0].points + best_points(entries[1:], have - share))
    return rest


def subsets(names):
    return [frozenset(c) for n in range(len(names) + 1) for c in combinations(sorted(names), n)]


@settings(max_examples=150, deadline=None)
@given(trees, held)
def test_met_exactly_if_the_definition_says_so(tree, have):
    assert isinstance(evaluate(tree, facts(have)), Met) == holds(tree, have)


@settings(max_examples=150, deadline=None)
@given(trees, held)
def test_the_way_shown_is_the_cheapest_of_all(tree, have):
    found = evaluate(tree, facts(have))
    enough = [
        sum(MINUTES[name] for name in more)
        for more in subsets(set(NAMES) - have)
        if holds(tree, have | more)
    ]

    assert getattr(found, "minutes", 0) == min(enough, default=getattr(found, "minutes", 0))
    assert reachable(tree) == bool(enough)


@settings(max_examples=100, deadline=None)
@given(trees.filter(reachable), held)
def test_going_the_way_shown_leads_to_met(tree, have):
    found = evaluate(tree, facts(have))
    gaps = [] if isinstance(found, Met) else found.what

    assert isinstance(evaluate(tree, facts(have | {gap.leaf.task for gap in gaps})), Met)


UNITS = Units(("asking", "gestures"), recall_at_least=0.8)
BOTH = AllOf((UNITS, Task("video")))


def learned(recall):
    return {
        "asking": UnitFact(MONDAY, recall, items=1),
        "gestures": UnitFact(MONDAY + DAY, recall, items=3),
    }


def test_what_is_met_says_by_what_and_since_when():
    known = Facts(units=learned(0.9), tasks={"video": TaskFact(MONDAY + 2 * DAY)})

    [units, task] = evaluate(BOTH, known).by

    assert (units.leaf, units.at) == (UNITS, MONDAY + DAY)
    assert (task.leaf, task.at) == (Task("video"), MONDAY + 2 * DAY)


def test_what_is_missing_is_named_in_the_words_people_use():
    known = Facts(
        units={"asking": UnitFact(MONDAY, 0.9)},
        minutes={"gestures": 5, "video": 60},
        names={"gestures": "Reading gestures", "video": "A lesson on video"},
    )

    missing = evaluate(BOTH, known)

    assert [gap.text for gap in missing.what] == [
        "Learn “Reading gestures”",
        "Meet every criterion of “A lesson on video”",
    ]
    assert [gap.minutes for gap in missing.what] == [5, 60]
    assert missing.minutes == 65


def test_units_learned_but_forgotten_are_to_be_refreshed():
    known = Facts(units=learned(0.7), tasks={"video": TaskFact(MONDAY)})

    [gap] = evaluate(BOTH, known).what

    assert gap.text == "Refresh what you learned: 70% of 80% recalled"
    assert gap.minutes == 2


def test_units_without_items_never_count_as_recalled():
    assert isinstance(evaluate(UNITS, Facts(units=learned(None))), Missing)


def test_a_thing_needed_twice_costs_its_minutes_once():
    tree = AllOf((Task("a"), AnyOf((AllOf((Task("a"), Task("b"))), Task("c")))))

    missing = evaluate(tree, facts(set()))

    assert missing.minutes == 8  # a and b; the other way, a and c, takes 11


def test_one_thing_earns_the_points_of_one_entry_only():
    twice = parse(
        {"points": {"at_least": 4, "of": [{"points": 2, "requirement": {"task": "a"}}] * 2}}
    )

    assert isinstance(evaluate(twice, facts({"a"})), Missing)
    assert not reachable(twice)


def test_a_task_handed_in_but_not_met_is_missing():
    assert isinstance(evaluate(Task("a"), Facts(tasks={"a": TaskFact(None)})), Missing)


def test_each_kind_of_leaf_looks_at_its_own_facts():
    tree = parse({"all_of": [{"quiz": "x"}, {"attendance": "x"}, {"credential": "x"}]})
    known = Facts(quizzes={"x": MONDAY}, attendances={"x": MONDAY}, credentials={"x": MONDAY})

    assert len(evaluate(tree, known).by) == 3
    assert [gap.text for gap in evaluate(tree, Facts(tasks={"x": TaskFact(MONDAY)})).what] == [
        "Pass “x”",
        "Attend “x”",
        "Hold “x”",
    ]


def test_a_tree_of_hundreds_of_choices_is_judged_at_once():
    names = [str(n) for n in range(200)]
    pairs = [AnyOf((Task(a), Task(b))) for a, b in zip(names[::2], names[1::2], strict=True)]
    tasks = {name: TaskFact(MONDAY + timedelta(minutes=int(name))) for name in names[::2]}

    assert isinstance(evaluate(AllOf(tuple(pairs)), Facts(tasks=tasks)), Met)


def test_a_credential_from_outside_is_held_since_it_counts_and_else_is_missing_by_its_name():
    tree = parse({"outside": {"issuer": "did:web:else.example", "name": "Statistics I"}})
    held = evaluate(tree, Facts(outside={"did:web:else.example": MONDAY}))
    missing = evaluate(tree, Facts(outside={"did:web:other.example": MONDAY}))

    assert isinstance(held, Met)
    assert held.by[0].at == MONDAY
    assert isinstance(missing, Missing)
    assert missing.what[0].text == "Hold “Statistics I”, issued elsewhere"
