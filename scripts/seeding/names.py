"""Names of people."""

import random
import unicodedata
from dataclasses import dataclass
from typing import Final

FIRST: Final = """
    Amara Anneli Arjun Beatriz Björn Camille Chidi Daria Davide Elif Emre Farah Felix Freya Giulia Hana
    Henrik Imani Ines Ivo Jonas Josephine Kaito Kamala Katya Lea Leander Lina Luca Maëlle Malik Marta
    Mateo Mei Milo Nadia Noor Oksana Oscar Paula Priya Quentin Rafael Rosa Ruben Saoirse Selma Silas
    Sofia Tariq Tessa Tomás Uma Viktor Wanja Yara Yusuf Zadie Zeynep Zoë
"""
LAST: Final = """
    Abara Almeida Andersen Arslan Baptiste Bergström Bianchi Brandt Castellano Chowdhury Costa Dahl
    Diallo Dvorak Eriksen Farouk Fontaine Fujita Gallagher Grabowski Haddad Hansen Herrera Hoffmann
    Ibrahim Ito Jansen Jovanovic Kapoor Karlsson Kimura Kovac Lambert Laurent Lindqvist Marchetti Mbeki
    Meyer Moreau Nakamura Navarro Novak Okafor Oliveira Palmer Petrov Quist Ramos Rossi Sandoval Santos
    Sato Schneider Sokolova Tanaka Torres Vasquez Virtanen Weber Yilmaz
"""
MOST: Final = 60 * 60


@dataclass(frozen=True, slots=True)
class Person:
    name: str

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def username(self) -> str:
        """The name in small letters without accents: zoe.lindqvist."""
        letters = unicodedata.normalize("NFKD", self.name.replace(" ", ".").lower())
        return letters.encode("ascii", "ignore").decode()

    @property
    def email(self) -> str:
        return f"{self.username}@example.org"


def people(dice: random.Random, count: int) -> list[Person]:
    """So many people, all with different names; first names come again only when all were used."""
    first, last = _shuffled(dice, FIRST), _shuffled(dice, LAST)
    return [
        Person(f"{first[number % len(first)]} {last[(number + 7 * (number // len(first))) % len(last)]}")
        for number in range(count)
    ]


def _shuffled(dice: random.Random, names: str) -> list[str]:
    found = names.split()
    dice.shuffle(found)
    return found
