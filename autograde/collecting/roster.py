"""Who is who: the students in nbgrader's gradebook, as ``nbgrader db student import`` puts them there."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograde.collecting.archive import Refused
from autograde.collecting.entry_names import EntryName, student_id
from autograde.collecting.worksheet import Worksheet
from autograde.gradebook.marks import Person


class UnknownStudent(Refused):
    """Somebody whom the class list does not have, or has twice."""


@dataclass(frozen=True)
class Roster:
    """Finds students by what an archive says.

    Attributes:
        people: the class list. Without one, ids are made of what the archive says.
        worksheet: who a number of the archive is.
        named: students' ids by what the archive calls somebody, as a person has written them down; a group has several.
    """

    people: Sequence[Person] = ()
    worksheet: Worksheet = field(default_factory=Worksheet)
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _by_key: Mapping[str, frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        index: dict[str, set[str]] = defaultdict(set)
        for person in self.people:
            for key in _keys(person):
                index[key].add(person.id)
        object.__setattr__(self, "_by_key", {key: frozenset(ids) for key, ids in index.items()})

    def students(self, name: EntryName) -> tuple[str, ...]:
        """The ids of the students whose work an entry is: one, or the members of a group.

        Looked up are: what somebody has written down for this name; the id of a pattern; Canvas' number as lms_user_id;
        Moodle's number in the worksheet by its e-mail and ID number; Moodle's name as first and last name.

        Raises:
            UnknownStudent: they are not in the class list, or several are.
            Refused: there is no class list, and no id can be made.
        """
        written_down = self.named.get(name.person) or self.named.get(name.name)
        if written_down:
            return written_down
        found = self._found(name)
        if len(found) == 1:
            return tuple(found)
        if found:
            raise UnknownStudent(f"{name.person!r} could be {' or '.join(sorted(found))}; say who it is with --map")
        if self.people:
            raise UnknownStudent(f"{name.person!r} is not in the class list; say who it is with --map")
        student = _id_made_of(name)
        if not student:
            raise Refused("no student's id can be made of the name")
        return (student,)

    def _found(self, name: EntryName) -> frozenset[str]:
        for key in self._keys_of(name):
            if found := self._by_key.get(key):
                return found
        return frozenset()

    def _keys_of(self, name: EntryName) -> Iterator[str]:
        if name.system == "pattern":
            yield f"id {name.student}"
        elif name.system == "canvas":
            yield f"lms {name.number}"
        else:
            if row := self.worksheet.rows.get(name.number):
                yield f"email {row.email.casefold()}"
                yield from (f"{kind} {row.id_number}" for kind in ("lms", "id"))
            yield f"name {folded(name.name)}"


def read_roster(
    people: Iterable[Person], worksheet: Worksheet | None = None, named: Mapping[str, tuple[str, ...]] | None = None
) -> Roster:
    """The class list is those of the gradebook's students who have more than an id, which any hand-in gives them."""
    listed = [person for person in people if person.listed]
    return Roster(listed, worksheet or Worksheet(), named or {})


def _id_made_of(name: EntryName) -> str:
    """An id for somebody of whom only the archive knows; "" if none can be made."""
    if name.system == "pattern":
        return student_id(name.student)
    if name.system == "canvas":
        return student_id(name.number)
    if name.name == "Participant":  # Moodle hides the names
        return student_id(f"participant_{name.number}")
    return student_id(name.name.casefold())


def folded(name: str) -> str:
    """A name for comparing: Moodle drops apostrophes, and accents may come as marks of their own or not at all."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    words = ("".join(char for char in word if char.isalnum()) for word in letters.split())
    return " ".join(filter(None, words))


def _keys(person: Person) -> Iterator[str]:
    yield f"id {person.id}"
    if person.lms_user_id:
        yield f"lms {person.lms_user_id}"
    if person.email:
        yield f"email {person.email.casefold()}"
    for name in (f"{person.first_name} {person.last_name}", f"{person.last_name} {person.first_name}"):
        if folded(name):
            yield f"name {folded(name)}"
