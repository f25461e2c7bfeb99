"""What is kept of single messages of ours, beside the statements that they carry."""

from sqlalchemy import delete, insert, select

from knowledge.storage.database import Database
from knowledge.storage.record_rows import table_of
from knowledge.storage.tables import FormRow, InvitationRow, PostRow

POSTS = table_of(PostRow)
INVITATIONS = table_of(InvitationRow)
FORMS = table_of(FormRow)


class MessageNotes:
    """Which messages are posts, which ask for a reader's words, and which for a curator's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark_post(self, chat: int, message: int) -> None:
        """Keep that a message is a post."""
        adding = self._database.insert(POSTS).values(chat=chat, message=message)
        with self._database.writing() as connection:
            connection.execute(adding.on_conflict_do_nothing())

    def is_post(self, chat: int, message: int) -> bool:
        """Whether a message is a post."""
        here = (POSTS.c.chat == chat, POSTS.c.message == message)
        with self._database.reading() as connection:
            return connection.execute(select(POSTS.c.chat).where(*here)).first() is not None

    def keep_invitation(self, chat: int, message: int, answer: int) -> None:
        """Keep which answer a message asks a reader about."""
        here = (INVITATIONS.c.chat == chat, INVITATIONS.c.message == message)
        with self._database.writing() as connection:
            connection.execute(delete(INVITATIONS).where(*here))
            row = {"chat": chat, "message": message, "answer": answer}
            connection.execute(insert(INVITATIONS), row)

    def invited_about(self, chat: int, message: int) -> int | None:
        """The answer that a message asks a reader about."""
        here = (INVITATIONS.c.chat == chat, INVITATIONS.c.message == message)
        with self._database.reading() as connection:
            answer: int | None = connection.execute(
                select(INVITATIONS.c.answer).where(*here)
            ).scalar()
        return answer

    def keep_form(self, chat: int, message: int, task: int, version: int) -> None:
        """Keep that replies to a message go to a task, at the version in which it asked."""
        here = (FORMS.c.chat == chat, FORMS.c.message == message)
        with self._database.writing() as connection:
            connection.execute(delete(FORMS).where(*here))
            row = {"chat": chat, "message": message, "task": task, "version": version}
            connection.execute(insert(FORMS), row)

    def form_at(self, chat: int, message: int) -> tuple[int, int] | None:
        """(Number, version) of the task that replies to a message go to."""
        here = (FORMS.c.chat == chat, FORMS.c.message == message)
        with self._database.reading() as connection:
            row = connection.execute(select(FORMS.c.task, FORMS.c.version).where(*here)).first()
        return None if row is None else (row.task, row.version)
