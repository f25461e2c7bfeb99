"""The clock: APScheduler, through the JobQueue of the application."""

from datetime import timedelta

from handlers.context import App
from handlers.jobs import look_for_what_is_due

EVERY = timedelta(seconds=20)
"""Between two looks at what is due; a digest is at most this late."""


def schedule(application: App) -> None:
    """Let the clock look for what is due, from the start of the application to its end.

    The scheduler keeps nothing: what is due is a rule of the clock and of the database, so that
    a look that was missed, made late or made by two processes changes nothing. Looks that were
    missed are made once, however late.

    Args:
        application: with a job queue.
    """
    if application.job_queue is None:
        raise ValueError("The application has no job queue.")
    application.job_queue.run_repeating(
        look_for_what_is_due,
        EVERY,
        first=1.0,
        name="what is due",
        job_kwargs={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
