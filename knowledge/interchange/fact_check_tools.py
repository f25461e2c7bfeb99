"""Answers of Google's Fact Check Tools API (`claims:search`, `pages`) as ClaimReview nodes."""

from collections.abc import Iterator
from typing import Any

CLAIM = "accordingto-claim"
"""The key of the address that several checks of one claim share."""

Plain = dict[str, Any]


def reviews_in(answer: Plain) -> Iterator[Plain] | None:
    """The checks of a claim or of a page of the API as nodes of schema.org; None for anything else."""
    if isinstance(answer.get("claimReview"), list) and "@type" not in answer:
        return _of_claim(answer)
    if isinstance(answer.get("claimReviewMarkups"), list):
        return _of_page(answer)
    return None


def _of_claim(claim: Plain) -> Iterator[Plain]:
    reviews = [one for one in claim["claimReview"] if isinstance(one, dict)]
    first = next((one["url"] for one in reviews if one.get("url")), None)
    for one in reviews:
        publisher = _mapping(one.get("publisher"))
        yield {
            "@type": ["ClaimReview"],
            CLAIM: first,
            "url": one.get("url"),
            "headline": one.get("title"),
            "claimReviewed": claim.get("text"),
            "datePublished": one.get("reviewDate"),
            "inLanguage": one.get("languageCode"),
            "author": {"@type": ["Organization"], "name": publisher.get("name") or publisher.get("site")},
            "reviewRating": {"alternateName": one.get("textualRating")},
            "itemReviewed": {
                "@type": ["Claim"],
                "author": {"name": claim.get("claimant")},
                "datePublished": claim.get("claimDate"),
            },
        }  # fmt: skip


def _of_page(page: Plain) -> Iterator[Plain]:
    for one in page["claimReviewMarkups"]:
        if isinstance(one, dict):
            rating = _mapping(one.get("rating"))
            yield {
                "@type": ["ClaimReview"],
                "url": one.get("url") or page.get("pageUrl"),
                "claimReviewed": one.get("claimReviewed"),
                "datePublished": page.get("publishDate"),
                "author": page.get("claimReviewAuthor"),
                "reviewRating": rating | {"alternateName": rating.get("textualRating")},
                "itemReviewed": {
                    "@type": ["Claim"],
                    "author": one.get("claimAuthor"),
                    "datePublished": one.get("claimDate"),
                    "firstAppearance": one.get("claimFirstAppearance"),
                    "appearance": one.get("claimAppearances"),
                },
            }


def _mapping(value: object) -> Plain:
    return value if isinstance(value, dict) else {}
