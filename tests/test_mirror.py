"""The tests mirror the code: whoever changes a module finds its tests by its name."""

import ast
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent.parent
PACKAGES = ("bot", "handlers", "knowledge")

TESTED_THROUGH = {
    "bot.__main__": "tests/bot/test_imports.py",
    "bot.cli.load": "tests/bot/test_cli.py",
    "bot.cli.run": "tests/bot/test_cli.py",
    "handlers.canvas": "tests/handlers/test_charts.py",
    "handlers.context": "tests/handlers/test_groups.py",
    "handlers.curators": "tests/handlers/curators/test_curator_commands_attempts.py",
    "knowledge.answering.browsing": "tests/knowledge/answering/test_listings_denials.py",
    "knowledge.answering.compose.record_pages": "tests/knowledge/answering/test_listings_denials.py",
    "knowledge.answering.follow_ups": "tests/knowledge/answering/test_dialogue.py",
    "knowledge.answering.slots": "tests/knowledge/answering/test_dialogue.py",
    "knowledge.answering.statement_facts": "tests/knowledge/answering/test_agreement.py",
    "knowledge.articles.metadata": "tests/knowledge/articles/test_file_reader.py",
    "knowledge.curation.article_sheet": "tests/knowledge/curation/test_article_review.py",
    "knowledge.curation.change_wording": "tests/knowledge/curation/test_changes.py",
    "knowledge.curation.curation_desk": "tests/knowledge/curation/test_changes.py",
    "knowledge.curation.drafts": "tests/knowledge/curation/test_article_review.py",
    "knowledge.curation.field_values": "tests/knowledge/curation/test_article_review.py",
    "knowledge.curation.record_lookup": "tests/knowledge/curation/test_article_review.py",
    "knowledge.curation.role_pages": "tests/knowledge/curation/test_access_control.py",
    "knowledge.curation.workflow": "tests/knowledge/curation/test_changes.py",
    "knowledge.domain.activity": "tests/knowledge/storage/test_question_log.py",
    "knowledge.domain.credentials": "tests/bot/test_observability_credentials.py",
    "knowledge.domain.errors": "tests/bot/test_cli.py",
    "knowledge.domain.outcomes": "tests/knowledge/answering/compose/test_outcome_messages.py",
    "knowledge.domain.statements": "tests/knowledge/domain/test_records.py",
    "knowledge.extraction.annotations": "tests/knowledge/extraction/test_article_statements.py",
    "knowledge.extraction.article_segmentation": "tests/knowledge/extraction/test_slavic_reading.py",
    "knowledge.extraction.assembly": "tests/knowledge/extraction/test_article_statements.py",
    "knowledge.extraction.attribution_rules": "tests/knowledge/extraction/test_english_reading.py",
    "knowledge.extraction.cited_sources": "tests/knowledge/extraction/test_slavic_reading.py",
    "knowledge.extraction.content_clauses": "tests/knowledge/extraction/test_english_reading.py",
    "knowledge.extraction.coreference": "tests/knowledge/extraction/test_english_reading.py",
    "knowledge.extraction.credit_linking": "tests/knowledge/extraction/test_article_statements.py",
    "knowledge.extraction.cue_subjects": "tests/knowledge/extraction/test_slavic_reading.py",
    "knowledge.extraction.decontextualisation": "tests/knowledge/extraction/test_article_statements_claims.py",
    "knowledge.extraction.english_entities": "tests/knowledge/extraction/test_english_reading.py",
    "knowledge.extraction.frame_contents": "tests/knowledge/extraction/test_slavic_reading.py",
    "knowledge.extraction.language_models": "tests/knowledge/extraction/test_passage_values_counted_quantities.py",
    "knowledge.extraction.morphology": "tests/knowledge/extraction/test_slavic_reading.py",
    "knowledge.extraction.noun_phrases": "tests/knowledge/extraction/test_slavic_reading.py",
    "knowledge.extraction.phrase_reading": "tests/knowledge/extraction/test_slavic_reading.py",
    "knowledge.extraction.quotation_frames": "tests/knowledge/extraction/test_slavic_reading.py",
    "knowledge.extraction.saying_circumstances": "tests/knowledge/extraction/test_english_mentions.py",
    "knowledge.extraction.sentence_splitting": "tests/knowledge/extraction/test_english_reading.py",
    "knowledge.extraction.source_phrases": "tests/knowledge/extraction/test_english_reading.py",
    "knowledge.extraction.tagged_sentence": "tests/knowledge/extraction/test_english_reading.py",
    "knowledge.extraction.tokenizer": "tests/knowledge/extraction/test_english_reading.py",
    "knowledge.interchange.linked_data": "tests/knowledge/interchange/test_claimreview.py",
    "knowledge.sandbox.__main__": "tests/knowledge/sandbox/test_reader_process.py",
    "knowledge.sandbox.protocol": "tests/knowledge/sandbox/test_reader_process.py",
    "knowledge.search.documents": "tests/knowledge/search/test_engine.py",
    "knowledge.search.encoders.use": "tests/knowledge/search/test_encoders.py",
    "knowledge.search.passage_store": "tests/knowledge/search/test_index.py",
    "knowledge.storage.coordination": "tests/knowledge/storage/test_store_concurrency.py",
    "knowledge.storage.erasure": "tests/e2e/test_forgetting.py",
    "knowledge.storage.outbox": "tests/handlers/test_notifications.py",
    "knowledge.storage.people": "tests/handlers/curators/test_curator_commands_attempts.py",
    "knowledge.storage.record_rows": "tests/knowledge/storage/test_question_log.py",
    "knowledge.storage.tables": "tests/knowledge/storage/test_question_log.py",
    "knowledge.subscriptions.chat_desk": "tests/handlers/test_chat_pages.py",
    "knowledge.training.training_examples": "tests/knowledge/training/test_main.py",
}
"""Modules without a file of their own, and the tests that go through them: what they do shows only
in what their user does with it. A module that gets its own tests must leave this list."""


def modules() -> dict[str, Path]:
    """Every module that does something, by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if "migrations" not in path.parts and not _only_names(path):
                found[name] = path
    return found


def _only_names(path: Path) -> bool:
    """Whether it is the file of a package that only gives names to what is in its modules."""
    body = ast.parse(path.read_text("utf-8")).body if path.name == "__init__.py" else []
    return path.name == "__init__.py" and all(
        isinstance(each, ast.Import | ast.ImportFrom)
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        or (isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "__all__")
        for each in body
    )


def files_of() -> dict[str, list[str]]:
    """The test files of each module: `test_<module>.py`, or `test_<module>_<part>.py`."""
    known = modules()
    found: dict[str, list[str]] = {name: [] for name in known}
    for package in PACKAGES:
        for path in sorted((ROOT / "tests" / package).rglob("test_*.py")):
            folder = ".".join(path.relative_to(ROOT / "tests").parent.parts)
            words = path.stem.removeprefix("test_").split("_")
            for length in range(len(words), 0, -1):
                start = "_".join(words[:length])
                called = {f"{folder}.{start}", f"{folder}.__{start}__"} & known.keys()
                if called:
                    found[called.pop()].append(path.relative_to(ROOT).as_posix())
                    break
            else:
                raise AssertionError(f"{path.relative_to(ROOT)} is named after no module")
    return found


def test_every_test_is_named_after_a_module_and_every_module_has_its_tests():
    bare = {name for name, paths in files_of().items() if not paths}
    assert bare - TESTED_THROUGH.keys() == set()
    assert TESTED_THROUGH.keys() - bare == set(), "these have tests now: take them off the list"


def test_what_tests_the_others_is_there():
    for path in TESTED_THROUGH.values():
        assert (ROOT / path).exists(), path
