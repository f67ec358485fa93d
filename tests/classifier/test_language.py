"""In which language an item is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from classifier.language import language_of
from collector.item import Item


def item(title: str, text: str = "", language: str = "") -> Item:
    when = datetime(2024, 6, 1, tzinfo=UTC)
    return Item(
        id="one",
        source="",
        source_class="",
        url="",
        title=title,
        text=text,
        observed=when,
        fingerprint="",
        language=language,
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The platform lowers the bar for creators who want to be paid", "en"),
        ("TikTok Ban Signed", "en"),
        ("La plataforma rebaja el umbral para los creadores que quieren cobrar por sus vídeos", "es"),
        ("A plataforma reduz o limite para os criadores que não são pagos pela empresa", "pt"),
        ("La plateforme abaisse le seuil pour les créateurs qui ne sont pas payés par les marques", "fr"),
        ("Die Plattform senkt die Schwelle für Kreative, die mit ihren Videos nicht genug verdienen", "de"),
        ("La piattaforma abbassa la soglia per gli autori che non sono pagati dalla società", "it"),
        ("Het platform verlaagt de drempel voor makers die niet genoeg verdienen met hun video's", "nl"),
        ("Platforma obniża próg dla twórców, którzy nie są jeszcze opłacani przez spółkę", "pl"),
        ("Platform, daha çok para kazanmak için gerekli olan eşiği düşürdü ve bu yıl uygulayacak", "tr"),
        ("Platform itu menurunkan ambang batas untuk kreator yang tidak dibayar oleh perusahaan ini", "id"),
        ("Платформа снизила порог для авторов", "ru"),
        ("Платформа знизила поріг для авторів, які її просили", "uk"),
        ("平台降低了创作者的门槛", "zh"),
        ("プラットフォームが収益化の基準を引き下げた", "ja"),
        ("플랫폼이 수익 기준을 낮췄다", "ko"),
        ("خفضت المنصة الحد الأدنى للمبدعين", "ar"),
        ("मंच ने रचनाकारों के लिए सीमा घटाई", "hi"),
    ],
)
def test_the_words_tell_the_language(words: str, expected: str) -> None:
    assert language_of(item(words)) == expected


def test_a_wrong_declaration_does_not_hide_another_language() -> None:
    words = "Platforma obniża próg dla twórców, którzy nie są jeszcze opłacani przez spółkę"
    assert language_of(item(words, language="en-us")) == "pl"


def test_a_foreign_name_does_not_make_a_headline_foreign() -> None:
    assert language_of(item("Judge rules against La Liga and El Rubius in de facto ban")) == "en"
    assert language_of(item("抖音 owner sues over the new rule in an American court")) == "en"


def test_nothing_to_read_is_no_language() -> None:
    assert language_of(item("")) == "und"
    assert language_of(item("1,000 → 500", language="fr")) == "fr"


def test_a_megabyte_is_no_burden() -> None:
    assert language_of(item("The bar", "the bar " * 125_000)) == "en"
