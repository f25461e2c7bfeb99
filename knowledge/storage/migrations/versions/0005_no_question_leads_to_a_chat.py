"""No question leads to a chat.

Questions get numbers drawn at random and lose their hour and their asker; deliveries lose the
question. Who still waits for an answer keeps the wish, under the new number. What was told leaves
no content behind, and the inbox keeps the chat of nothing that is dealt with.

Revision ID: 0005
Revises: 0004
"""

import json
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_ONCE = 1000


def upgrade() -> None:
    connection = op.get_bind()
    op.create_table(
        "question_new",
        sa.Column("number", BIG, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_question_new")),
    )
    drawn = _questions(connection)
    _wishes(connection, drawn)
    _drafts(connection, drawn)
    _outbox(connection)
    _deliveries(connection)
    op.drop_table("question")
    op.rename_table("question_new", "question")
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE question RENAME CONSTRAINT pk_question_new TO pk_question")
    op.create_index("ix_question_day", "question", ["day"])
    op.create_index("ix_question_outcome", "question", ["outcome"])
    _attempts(connection)
    op.execute("UPDATE inbox SET chat = NULL WHERE handled_at IS NOT NULL")


def _questions(connection: sa.Connection) -> dict[int, int]:
    """Copy every question under a new number; gives the new number of each old one."""
    rows = connection.execute(
        sa.text("SELECT number, text, language, outcome, score, at, helpful FROM question")
    ).all()
    drawn = {row.number: secrets.randbelow(2**63 - 1) + 1 for row in rows}
    new = sa.table(
        "question_new",
        *(
            sa.column(name)
            for name in ("number", "text", "language", "outcome", "score", "day", "helpful")
        ),
    )
    values = [
        {
            "number": drawn[row.number],
            "text": row.text,
            "language": row.language,
            "outcome": row.outcome,
            "score": row.score,
            "day": _utc(row.at)[:10],
            "helpful": None if row.helpful is None else bool(row.helpful),
        }
        for row in rows
    ]
    values.sort(key=lambda one: one["number"])  # the order of the old ones is not to be seen
    for start in range(0, len(values), AT_ONCE):
        connection.execute(sa.insert(new), values[start : start + AT_ONCE])
    return drawn


def _wishes(connection: sa.Connection, drawn: dict[int, int]) -> None:
    """Wishes to be told of an answer: under the new number; those that were fulfilled end."""
    told = {
        row.key
        for row in connection.execute(
            sa.text("SELECT key FROM outbox WHERE key LIKE 'answered:%'")
        )
    }
    rows = connection.execute(
        sa.text("SELECT chat, subject_id FROM follow WHERE subject = 'question'")
    ).all()
    for row in rows:
        old = int(row.subject_id) if row.subject_id.isdecimal() else 0
        this = {"chat": row.chat, "old": row.subject_id}
        here = "WHERE chat = :chat AND subject = 'question' AND subject_id = :old"
        if old not in drawn or f"answered:{row.chat}:{old}" in told:
            connection.execute(sa.text(f"DELETE FROM follow {here}"), this)  # noqa: S608 - a constant
        else:
            renamed = sa.text(f"UPDATE follow SET subject_id = :new {here}")  # noqa: S608 - as above
            connection.execute(renamed, this | {"new": str(drawn[old])})


def _drafts(connection: sa.Connection, drawn: dict[int, int]) -> None:
    """What names questions by their numbers: what was put away, complaints, open forms."""
    rows = connection.execute(
        sa.text(
            "SELECT number, batch, content, at FROM draft "
            "WHERE batch IN ('backlog', 'feedback', 'task')"
        )
    ).all()
    for row in rows:
        content = json.loads(row.content)
        day = {"at": row.at}
        if row.batch == "backlog":
            known = [drawn[one] for one in content["questions"] if one in drawn]
            content["questions"] = sorted(known)
        elif row.batch == "feedback":
            asked = connection.execute(
                sa.text("SELECT text FROM question WHERE number = :number"),
                {"number": content.pop("question", None) or 0},
            ).scalar()
            content["asked"] = (asked or "")[:1000]
            day = {"at": _day(row.at)}
        elif content.get("answers", {}).get("backlog"):
            old = [int(one) for one in content["answers"]["backlog"].split(",") if one.isdecimal()]
            new = ",".join(str(drawn[one]) for one in old if one in drawn)
            content["answers"]["backlog"] = new
        else:
            continue
        changed = {"number": row.number, "content": json.dumps(content, ensure_ascii=False)} | day
        connection.execute(
            sa.text("UPDATE draft SET content = :content, at = :at WHERE number = :number"), changed
        )


def _utc(at: datetime | str) -> str:
    """A moment as text; SQLite keeps it as text, in UTC."""
    return at if isinstance(at, str) else at.astimezone(UTC).isoformat(" ")


def _day(at: datetime | str) -> datetime | str:
    """The moment at which its day began, as this database takes it."""
    if isinstance(at, str):
        return f"{at[:10]} 00:00:00.000000"
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _outbox(connection: sa.Connection) -> None:
    """Of what was told no content stays; of answers to questions not even whose they were."""
    settled = "state IN ('done', 'failed')"
    connection.execute(
        sa.text(f"DELETE FROM outbox WHERE key LIKE 'answered:%' AND {settled}")  # noqa: S608 - a constant
    )
    connection.execute(sa.text(f"UPDATE outbox SET content = '' WHERE {settled}"))  # noqa: S608 - as above
    # The old numbers have passed away; what waits is known by its own.
    connection.execute(
        sa.text(
            "UPDATE outbox SET key = 'answered:' || chat || '/' || number, "
            "occasion = 'answered' WHERE key LIKE 'answered:%'"
        )
    )


def _attempts(connection: sa.Connection) -> None:
    """Of what strangers tried their words go; who keeps the store is known by a role."""
    rows = connection.execute(
        sa.text(
            'SELECT number, action FROM attempt WHERE "user" IS NULL '
            'OR "user" NOT IN (SELECT "user" FROM role)'
        )
    ).all()
    for row in rows:
        connection.execute(
            sa.text("UPDATE attempt SET action = :action WHERE number = :number"),
            {"number": row.number, "action": row.action.partition(" ")[0][:17].partition("@")[0]},
        )


def _deliveries(connection: sa.Connection) -> None:
    """The link to the question goes; what the message needs of it stays: language and outcome."""
    op.add_column("delivery", sa.Column("language", sa.Text(), nullable=True))
    for name in ("outcome", "asks", "heading"):
        op.add_column("delivery", sa.Column(name, sa.Text(), server_default="", nullable=False))
    connection.execute(
        sa.text(
            "UPDATE delivery SET "
            "language = (SELECT language FROM question WHERE question.number = delivery.question), "
            "outcome = COALESCE((SELECT outcome FROM question "
            "WHERE question.number = delivery.question AND outcome IN ('choices', 'no_answer')), '') "
            "WHERE question IS NOT NULL"
        )
    )
    # SQLite makes the table anew; what refers to its rows would be deleted with the old one.
    made_anew = connection.dialect.name == "sqlite"
    if made_anew:
        op.execute("CREATE TEMPORARY TABLE delivered_kept AS SELECT * FROM delivered")
    with op.batch_alter_table(
        "delivery", schema=None, table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_question"))
        batch_op.drop_constraint(batch_op.f("fk_delivery_question"), type_="foreignkey")
        batch_op.drop_column("question")
    if made_anew:
        op.execute("DELETE FROM delivered")
        op.execute("INSERT INTO delivered SELECT * FROM delivered_kept")
        op.execute("DROP TABLE delivered_kept")


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead.")
