"""From items to what they mean: tags, entities, facts, stories, matters, summaries."""

from classifier.annotation import Annotation, Evidence, Fact, Mention, Sentence, Tag
from classifier.story import Story

__all__ = ["Annotation", "Evidence", "Fact", "Mention", "Sentence", "Story", "Tag"]
