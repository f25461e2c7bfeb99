"""How the Bot API says no."""


class RefusedError(Exception):
    """A request that the Bot API answers with an error.

    Args:
        code: HTTP status, which is also the `error_code` of the answer.
        description: the sentence that Telegram gives, prefix included.
        parameters: the answer's `parameters`, such as `retry_after` in seconds.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str) -> RefusedError:
    """A request that is wrong in itself."""
    return RefusedError(400, f"Bad Request: {description}")


def forbidden(description: str) -> RefusedError:
    """A request that is right, to somebody who does not want it."""
    return RefusedError(403, f"Forbidden: {description}")


def conflict(description: str) -> RefusedError:
    """A request that gets in the way of another."""
    return RefusedError(409, f"Conflict: {description}")


def too_many(seconds: int) -> RefusedError:
    """A request that came too early by so many seconds."""
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
