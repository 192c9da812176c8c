"""English statements: content, cue and speaker."""

from __future__ import annotations

import pytest

from .making import statements, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Direct: cue after, inverted, before, with the rest in the next sentence.
        ("“We will not attack,” the minister said.", [("We will not attack", "said", "the minister")]),
        ("“We will not attack,” said Peskov, a spokesman.", [("We will not attack", "said", "Peskov, a spokesman")]),
        ("Peskov told reporters: “It is over.”", [("It is over", "told", "Peskov")]),
        (
            "“It is wrong,” said Peskov. “They know it well.”",
            [("It is wrong … They know it well", "said", "Peskov")],
        ),
        # Reported clauses with and without that; told somebody.
        ("The army said that it was ready.", [("that it was ready", "said", "The army")]),
        ("The army said it was ready.", [("it was ready", "said", "The army")]),
        ("Lukashenko told the BBC that he wants peace.", [("that he wants peace", "told", "Lukashenko")]),
        # Attribution at either end.
        (
            "According to the ministry, 9,000 soldiers arrived.",
            [("9,000 soldiers arrived", "According to", "the ministry")],
        ),
        ("The army has left, officials said.", [("The army has left", "said", "officials")]),
        # Infinitive, object, preposition left to the cue.
        ("Minsk promised to withdraw.", [("to withdraw", "promised", "Minsk")]),
        ("The opposition criticized the plan.", [("the plan", "criticized", "The opposition")]),
        ("The minister called for new elections.", [("new elections", "called for", "The minister")]),
        # Hearsay by the passive; a duty is none (below).
        (
            "The painting is supposed to have left the country.",
            [("to have left the country", "is supposed", "")],
        ),
        # Nouns and adjectives.
        ("She rejected the claim that troops had moved.", [("the claim that troops had moved", "rejected", "She")]),
        ("Analysts are confident that Minsk stays out.", [("that Minsk stays out", "are confident", "Analysts")]),
        # A time or a floating quantifier between subject and verb; a name in brackets; joined prepositions.
        ("Trump this week also said he would go.", [("he would go", "also said", "Trump")]),
        ("The two senators all suggested that it failed.", [("that it failed", "suggested", "The two senators")]),
        (
            "“It is a dog whistle,” Rep. Gwen Moore (D-Wis.) said Friday.",
            [("It is a dog whistle", "said", "Rep. Gwen Moore (D-Wis.)")],
        ),
        (
            "Observers in Virginia and around the country say he deserves it.",
            [("he deserves it", "say", "Observers in Virginia and around the country")],
        ),
        # Where content ends: a phrase before a relative clause or another main clause, a clause before a concession.
        ("She rejected the plan, which costs millions.", [("the plan", "rejected", "She")]),
        ("They derided the deal, but he has learned from it.", [("the deal", "derided", "They")]),
        (
            "He claimed that it was smart, although he again refused the interview.",
            [("that it was smart", "claimed", "He")],
        ),
        # A verb with an auxiliary or infinitive of its own is no frame after its content.
        (
            "They say that, in addition to Scott, he would have to consider Beyer.",
            [("that, in addition to Scott, he would have to consider Beyer", "say", "They")],
        ),
        # Marks of two characters; a title in marks before the frame.
        ("''It is deplorable,'' said Elez Biberaj.", [("It is deplorable", "said", "Elez Biberaj")]),
        (
            'On the broadcast of "Fox News Sunday," Mike Pence said it was wrong.',
            [("it was wrong", "said", "Mike Pence")],
        ),
        # A second cue of the same sentence.
        (
            "Peskov said the talks failed, adding that Moscow will wait.",
            [("the talks failed", "said", "Peskov"), ("that Moscow will wait", "adding", "Peskov")],
        ),
    ],
)
def test_statements(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text, "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        # Nouns that look like verbs of saying.
        "The report is long.",
        "Their claims were false.",
        "His latest remarks will do nothing.",
        "The warning light on the dashboard is yellow.",
        # A preposition, money, a duty, and "in order to".
        "They talked for hours regarding the plan.",
        "The committee raised $65 million.",
        "The fund was supposed to help Africa.",
        "In order to get there they took a boat.",
        "The two states signed a treaty.",
        "",
    ],
)
def test_no_statement(text: str) -> None:
    assert told(text, "en") == []


def test_quoted_words_make_a_clause_mixed() -> None:
    (only,) = statements("He said the deal was “a disaster” for all.", "en")
    assert only.kind == "mixed"


@pytest.mark.parametrize(
    "text", ["He rejected claims of fraud, ", "They accused Minsk of fraud,", "The claim that it was over,"]
)
def test_a_comma_may_end_a_text(text: str) -> None:
    assert statements(text, "en")
