"""What curators do in chat, what reaches readers of it, and who may not."""

from tests.e2e.client import Conversation, Post, reader, wait_for
from tests.e2e.process import Operator

ARTICLE = (
    "Ferry runs aground off Linsand\n\n"
    "By Anna Lee\n\n"
    "2026-10-05\n\n"
    "Piet Vos, the harbour master, said on Monday that 40 passengers were on board the ferry when "
    "it ran aground.\n\n"
    "“Nobody was hurt,” a spokesman for the ferry company told reporters.\n\n"
    "The coast guard denied that the lighthouse had been dark.\n"
)
HOW_MANY = "How many passengers were on board the ferry?"


def staffed(operator: Operator, *, semantic: str = "off") -> Conversation:
    """A curator who owns a bot with an empty store; the bot polls."""
    owner = reader(operator.driver, "Carol")
    home = operator.home / "curated.sqlite3"
    operator.settings |= {
        "ACCORDINGTO_CURATORS": str(owner.person),
        "ACCORDINGTO_DATABASE_URL": f"sqlite:///{home}",
        "ACCORDINGTO_SEMANTIC": semantic,
    }
    operator.start().wait_until_polling()
    owner.ask("/start")
    return owner


def pulled(owner: Conversation, article: str = ARTICLE) -> Post:
    """The first draft of an article that the curator sends as a file."""
    card = owner.send("document", article.encode())
    return card.press("Review").last.press("One by one").last


def all_accepted(card: Post) -> int:
    """Accept every draft; gives how many there were."""
    count = 0
    while "Accept" in card.buttons:
        count += 1
        card = card.press("Accept").last
    return count


def told(somebody: Conversation, question: str, words: str) -> Post:
    """The answer that holds these words; a question never waits for a change that is being taken up."""

    def answer() -> Post | None:
        given = somebody.ask(question)
        return given if words in given.text else None

    return wait_for(answer, f"{words!r} in the answer to {question!r}")


def the_whole_way(operator: Operator) -> None:
    """An article becomes statements, one is told, put right, told again, and taken back."""
    carol = staffed(operator)
    alice = reader(operator.driver)
    alice.ask("/start")
    assert "Ferry runs aground" in carol.send("document", ARTICLE.encode()).text
    card = carol.ask("/review").press("One by one").last
    assert "not reviewed" in card.text
    assert "1 of " in card.text
    assert all_accepted(card) >= 3
    answer = told(alice, HOW_MANY, "40 passengers")
    assert "Piet Vos" in answer.text, carol.transcript() + answer.text
    named = carol.ask("/edit How many passengers were on board?")
    field = named.press("40 passengers").last.press("Claim").last
    claim = field.text.split("now: ")[1].split("\n")[0]
    why = carol.ask(claim.replace("40", "42"), field)
    preview = why.press("misread").last
    assert "<s>40</s>" in preview.seen.html, preview.seen.html
    assert "<b>42" in preview.seen.html
    assert "42 passengers" in preview.text
    preview.press("Confirm")
    done = wait_for(lambda: [p.text for p in carol.replies() if "/undo" in p.text], "it is done")[
        -1
    ]
    wait_for(lambda: "42 passengers" in answer.now().text, "the old answer put right")
    assert "Corrected on" in answer.now().text
    wait_for(lambda: "Correction: “" in carol.replies()[-1].text, "the report")
    again = carol.ask(done[done.index("/undo") :])
    again.press("it was a mistake").last.press("Confirm")
    wait_for(lambda: "42" not in answer.now().text.split("Corrected")[0], "the answer as it was")
    assert "40 passengers" in answer.now().text


FIRST = (
    "<!doctype html><html lang=en><head><title>Ferry aground off Linsand</title>"
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
    '"headline": "Ferry aground off Linsand", "datePublished": "2026-10-05", "author": {"@type": '
    '"Person", "name": "Anna Lee"}, "publisher": {"@type": "Organization", "name": "The Gazette"}}'
    "</script></head><body><article><h1>Ferry aground off Linsand</h1>"
    "<p>Piet Vos, the harbour master, said on Monday that 40 passengers were on board the ferry "
    "when it ran aground.</p>"
    "<p>Mara Lind, a fisherwoman, said that the lighthouse had been dark all night.</p>"
    "</article></body></html>"
)
SECOND = (
    "The ferry off Linsand, a day later\n\nBy Otto Falk\n\n2026-10-06\n\n"
    "Piet Vos, the harbour master, said on Tuesday that 42 passengers were on board the ferry when "
    "it ran aground.\n\n"
    "The coast guard denied that the lighthouse had been dark all night.\n"
)


def two_articles_about_one_incident(operator: Operator) -> None:
    """A page, then a text that updates and denies it: asked on the sheet, confirmed, told to readers."""
    carol = staffed(operator)
    alice = reader(operator.driver)
    alice.ask("/start")
    card = carol.send("document", FIRST.encode(), "", "first.html")
    assert "The Gazette" in card.text
    sheet = carol.ask("incident: new: the ferry aground off Linsand", card.press("Review").last)
    published = sheet.press("Publish all").last
    assert "2 statements are public now." in published.text
    assert "Русский" in published.buttons
    number = told(alice, HOW_MANY, "40 passengers")
    dark = told(alice, "Was the lighthouse dark all night?", "dark all night")
    sheet = carol.send("document", SECOND.encode()).press("Review").last
    sheet = carol.ask("incident: the ferry aground off Linsand", sheet)
    assert "updates" in sheet.text, sheet.text
    assert "(40 → 42)" in sheet.text
    assert "denies" in sheet.text
    assert "are public now." in sheet.press("Publish all").last.text
    wait_for(lambda: "42 passengers" in number.now().text, "the update beside the old answer")
    assert number.now().text.startswith("40 passengers")
    wait_for(lambda: "Denies this: Coast guard" in dark.now().text, dark.now().text)
    assert "October 6, 2026" in dark.now().text


def the_same_article_is_known_again(operator: Operator) -> None:
    carol = staffed(operator)
    pulled(carol).press("Stop")
    edited = ARTICLE.replace("ran aground", "ran onto a bank")
    assert "here already" in carol.send("document", edited.encode()).text
    assert "wait" in carol.replies()[-1].text


def a_draft_is_changed_before_it_is_published(operator: Operator) -> None:
    carol = staffed(operator)
    card = pulled(carol)
    field = card.press("Edit").last.press("Speaker").last
    card = carol.ask("Harbour office of Linsand", field)
    assert "New speaker: Harbour office of Linsand" in card.text
    where = card.press("Incident").last
    card = carol.ask("new: Ferry aground off Linsand", where)
    card = card.press("Accept").last
    assert "Published" in card.text
    why = card.press("Reject").last
    assert "Rejected: not a statement" in why.press("not a statement").last.text
    told(reader(operator.driver, "Bob"), HOW_MANY, "Harbour office of Linsand")


def drafts_and_forms_outlive_a_restart(operator: Operator) -> None:
    carol = staffed(operator)
    card = pulled(carol)
    field = card.press("Edit").last.press("Claim").last
    operator.started[-1].kill()
    operator.start().wait_until_polling()
    card = carol.ask("The ferry carried 41 passengers", field)
    assert "The ferry carried 41 passengers" in card.text
    operator.started[-1].kill()
    operator.start().wait_until_polling()
    assert "Published" in card.press("Accept").last.text


def rows_are_tried_before_they_are_imported(operator: Operator) -> None:
    carol = staffed(operator)
    rows = b'{"id": "a", "claim": "The bridge is closed", "speaker": "Road office"}\n{"id": "b"}\n'
    tried = carol.send("document", rows, "/import", "rows.jsonl")
    assert "3 new" in tried.text, tried.text  # with its speaker and the article named after it
    assert "\nrows.jsonl:2:" in tried.text, tried.text
    assert "bridge" not in reader(operator.driver, "Bob").ask("Is the bridge closed?").text
    done = tried.press("Import")
    assert "Imported" in done.text, done.text
    told(reader(operator.driver, "Eve"), "Is the bridge closed?", "Road office")
    exported = carol.ask("/export jsonl")
    assert exported.seen.media == "document"
    assert "1 statement" in exported.text


def a_question_in_vain_is_answered_in_one_tap(operator: Operator) -> None:
    carol = staffed(operator)
    all_accepted(pulled(carol))
    bob = reader(operator.driver, "Bob")
    bob.ask("Who painted the ceiling of the cathedral in 1512?")
    asked = "Which sort of cheese did the cook of the ferry serve for breakfast?"
    bob.ask(asked).press("Tell me when")
    groups = carol.ask("/unanswered")
    assert any("1× Who painted" in one for one in groups.buttons), groups.buttons
    link = groups.press("cheese").last
    claim = _claims(link)[0].partition(". ")[2]
    assert "Answered from now on by" in link.press("Link to 1").text
    wait_for(lambda: "There is an answer now" in bob.replies()[-1].text, "who asked is told")
    assert claim[1:] in bob.replies()[-1].text
    told(reader(operator.driver, "Eve"), asked, claim[1:])
    groups = carol.ask("/unanswered")
    group = groups.press("painted").last
    field = group.press("New statement").last
    assert "What is stated" in field.text, field.text
    carol.ask("/cancel")
    assert "Put away" in carol.ask("/unanswered").press("painted").last.press("Not for us").text


def _claims(group: Post) -> list[str]:
    """The statements that a group may be linked to."""
    return [line for line in group.text.split("\n") if line[:2] in {"1.", "2.", "3."}]
