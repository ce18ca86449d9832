"""The vocabulary, the pages that are tagged with it, and the words that it lacks."""

from topics.models.concepts import ENGLISH, Shipped, Topic, TopicLabel, TopicMatch, languages
from topics.models.proposals import KeywordProposal, Proposer
from topics.models.tagging import Topical, TopicsManager, TopicTag

__all__ = [
    "ENGLISH",
    "KeywordProposal",
    "Proposer",
    "Shipped",
    "Topic",
    "TopicLabel",
    "TopicMatch",
    "TopicTag",
    "Topical",
    "TopicsManager",
    "languages",
]
