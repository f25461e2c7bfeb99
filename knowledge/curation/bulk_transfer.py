"""Files in and out by a curator: tried first, then taken up; everything out in any format."""

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.curation.access_control import AccessControl, PendingConfirmations, subject
from knowledge.curation.change_wording import page, text
from knowledge.domain import (
    Action,
    Bundle,
    Curator,
    InvalidFile,
    Line,
    LoadReport,
    Message,
    NotFound,
    Page,
    Part,
    Refusal,
    RefusedInput,
    Role,
    Style,
)
from knowledge.interchange import Format, write
from knowledge.sandbox import Sandbox
from knowledge.storage import Store
from knowledge.translations import Words, words_in

BYTES = 20_000_000
"""Of a file that comes in; Telegram gives bots no larger ones."""

SHOWN = 10
"""Refused rows that are listed."""

SIZE = 100
"""Records that are stored at once: what readers write waits for so many, some 20 ms."""

_SUFFIX = {
    Format.YAML: ".yaml",
    Format.JSONL: ".jsonl",
    Format.CSV: ".csv",
    Format.CLAIMREVIEW: ".json",
}

_ROWS = {
    **{ending: one for one, ending in _SUFFIX.items()},
    ".yml": Format.YAML,
    ".ndjson": Format.JSONL,
    ".tsv": Format.CSV,
    ".jsonld": Format.CLAIMREVIEW,
}
"""Endings of files that hold statements and are no article."""

_READ = {**_ROWS, **dict.fromkeys((".html", ".htm"), Format.CLAIMREVIEW)}
"""The same with those of pages, which may be either."""

Progress = Callable[[int], None]


class BulkTransfer:
    """Loads and exports for curators."""

    def __init__(
        self, store: Store, access: AccessControl, waiting: PendingConfirmations, sandbox: Sandbox
    ) -> None:
        self._store = store
        self._access = access
        self._waiting = waiting
        self._sandbox = sandbox

    @staticmethod
    def holds_statements(name: str) -> bool:
        """Whether a file's name tells that it holds statements, and is no article of them."""
        return Path(name).suffix.casefold() in _ROWS

    def format_of(self, name: str, by: Curator) -> Format:
        """The format that a file's name tells; raises RefusedInput."""
        suffix = Path(name).suffix.casefold()
        if suffix not in _READ:
            raise RefusedInput(
                words_in(by.language).say(
                    "The file's name must end in .yaml, .jsonl, .csv or .json (ClaimReview)."
                )
            )
        return _READ[suffix]

    def load(
        self, by: Curator, content: bytes, name: str, *, dry_run: bool, progress: Progress
    ) -> LoadReport:
        """Try a file, or take it up.

        Args:
            by: who sends it.
            content: its bytes.
            name: tells the format.
            dry_run: report what would happen and store nothing.
            progress: told how many records were read so far.

        Raises:
            NotAllowed: they may not.
            RefusedInput: the file as a whole cannot be taken.
        """
        self._access.require(by, Role.CURATOR, f"/import {name}")
        format_ = self.format_of(name, by)
        words = words_in(by.language)
        if not content.strip():
            raise RefusedInput(words.say("The file is empty."))
        if len(content) > BYTES:
            raise RefusedInput(
                words.say("The file has more than {number} MB.", number=BYTES // 1_000_000)
            )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(name).name
            path.write_bytes(content)
            bundles = _counted(self._sandbox.read_stream(path, format_, size=SIZE), progress)
            reason = words.say("imported from {name}", name=path.name)
            try:
                report = self._store.bulk.load(
                    bundles, by.actor, reason, dry_run=dry_run, update_id=by.update_id, apart=True
                )
            except InvalidFile as error:  # the folder is ours, and no business of the curator
                named = [replace(one, path=Path(one.path).name) for one in error.faults]
                raise InvalidFile(named) from None
        refused, cleaned, skipped = (
            tuple(replace(one, where=one.where.replace(f"{folder}/", "")) for one in rows)
            for rows in (report.refused, report.cleaned, report.skipped)
        )
        return replace(report, refused=refused, cleaned=cleaned, skipped=skipped)

    def allowed(self, by: Curator, action: str) -> None:
        """See that they may send files; raises NotAllowed."""
        self._access.require(by, Role.CURATOR, action)

    def invited(self, by: Curator) -> Page:
        """Ask for the file; raises NotAllowed."""
        self.allowed(by, "/import")
        said = words_in(by.language).say(
            "Send the file (.yaml, .jsonl, .csv or ClaimReview .json) as a reply to this message, "
            "or with /import as its caption. It is tried first, and nothing is stored."
        )
        task = self._waiting.put(by, "import", {})
        return Page(Message(page((Part.ANSWER, [text(said)]))), form=task.number)

    def tried(self, by: Curator, report: LoadReport, answers: Mapping[str, str]) -> Page:
        """What a file would do, with a button that takes it up; `answers` find the file again."""
        words = words_in(by.language)
        told = self.reported(by, report, dry_run=True)
        if not (report.created or report.changed):
            return told
        task = subject(self._waiting.put(by, "import", answers))
        row = (
            Action("import", task, words.say("Import")),
            Action("drop", task, words.say("Cancel")),
        )
        return replace(told, message=replace(told.message, actions=(row,)))

    def dropped(self, by: Curator, pressed: str) -> Page:
        """Nothing is imported after all; raises as `confirmed`."""
        self._waiting.taken(by, pressed, "import")
        said = words_in(by.language).say("Dropped; nothing was changed.")
        return Page(Message(page((Part.ANSWER, [text(said)]))))

    def confirmed(self, by: Curator, pressed: str) -> Mapping[str, str]:
        """What finds the file that is to be taken up; raises NotAllowed and Conflict.

        It stays to be taken up until `finished`: a load that was cut off stored nothing, and the
        button, or the same update again, begins it anew.
        """
        self.allowed(by, "/import")
        answers = self._waiting.seen(by, pressed, "import").answers
        if "file" not in answers:  # the form that asks for one
            raise NotFound(words_in(by.language).say("This button belongs to nothing any more."))
        return answers

    def finished(self, by: Curator, pressed: str) -> None:
        """The file is taken up; its button works no more."""
        self._waiting.taken(by, pressed, "import")

    def reported(self, by: Curator, report: LoadReport, *, dry_run: bool) -> Page:
        """What a load did, or would do, with the first refused rows."""
        words = words_in(by.language)
        heading = (
            words.say("A trial, nothing is stored yet:") if dry_run else words.say("Imported:")
        )
        counts = words.say(
            "{created} new, {changed} changed, {unchanged} as they were, {refused} refused",
            created=len(report.created),
            changed=len(report.changed),
            unchanged=len(report.unchanged),
            refused=len(report.refused),
        )
        if report.skipped:
            number = len(report.skipped)
            counts += words.count(", {number} passed over", ", {number} passed over", number)
        lines = _told(report.refused, words)
        sections = page(
            (Part.ANSWER, [text(heading, Style.STRONG), text(counts)]),
            (Part.CONFLICT, lines),
            (Part.CAREFUL, _told((*report.cleaned, *report.skipped), words)),
        )
        return Page(Message(sections), wakes=not dry_run)

    def export(self, by: Curator, named: str) -> Page:
        """Everything as a file; raises NotAllowed and RefusedInput."""
        self._access.require(by, Role.CURATOR, f"/export {named}")
        words = words_in(by.language)
        wanted = named.strip().casefold() or Format.YAML.value
        if wanted not in set(Format):
            raise RefusedInput(words.say("The formats are {formats}.", formats=", ".join(Format)))
        stream = io.StringIO()
        bundle = self._store.records.bundle()
        if bundle == Bundle():
            raise NotFound(words.say("The store is empty: there is nothing to export yet."))
        write(bundle, Format(wanted), stream)
        name = f"accordingto{_SUFFIX[Format(wanted)]}"
        told = words.count("{number} statement", "{number} statements", len(bundle.statements))
        rest = words.say("Who changed what is not in it: a backup holds that.")
        return Page(
            Message(page((Part.ANSWER, [text(told), text(rest, Style.QUIET)]))),
            file=(name, stream.getvalue().encode()),
        )


def _told(rows: Sequence[Refusal], words: Words) -> list[Line]:
    """What is said of rows, the first of them with it, and of how many more."""
    places: dict[str, list[str]] = {}
    for one in rows:
        places.setdefault(words.again(one.reason), []).append(one.where)
    lines = []
    for reason, there in [*places.items()][:SHOWN]:
        more = words.count(" and {number} more", " and {number} more", len(there) - 1)
        lines.append(text(f"{there[0]}{more if there[1:] else ''}: {reason}"))
    return [*lines, text("…")] if len(places) > SHOWN else lines


def _counted(bundles: Iterator[Bundle], progress: Progress) -> Iterator[Bundle]:
    count = 0
    for bundle in bundles:
        count += len(bundle.statements) + len(bundle.refused)
        progress(count)
        yield bundle
