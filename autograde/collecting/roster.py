"""Who is who: the students in nbgrader's gradebook, as ``nbgrader db student import`` puts them there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from autograde.collecting.names import EntryName, student_id
from autograde.gradebook.marks import Person


@dataclass(frozen=True)
class Roster:
    """Finds a student's id by what an archive says."""

    by_number: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)

    def student(self, label: EntryName) -> str:
        """The student's id; "" if no id can be made of the label.

        Canvas' numbers are looked up as lms_user_id, Moodle's names as first and last name. Who is not found gets
        Canvas' number, or the name in small letters joined by _.
        """
        if label.system == "pattern":
            return student_id(label.student)
        if label.system == "canvas":
            return self.by_number.get(label.number) or student_id(label.number)
        if label.name == "Participant":
            return student_id(f"participant_{label.number}")
        return self.by_name.get(_folded(label.name)) or student_id(label.name.casefold())


def read_roster(people: Iterable[Person]) -> Roster:
    """Index the gradebook's students; names that two of them have do not count."""
    known = list(people)
    names = [
        (name, person.id)
        for person in known
        for name in {
            _folded(f"{person.first_name} {person.last_name}"),
            _folded(f"{person.last_name} {person.first_name}"),
        }
        if name
    ]
    times = Counter(name for name, _ in names)
    return Roster(
        {person.lms_user_id: person.id for person in known if person.lms_user_id},
        {name: student for name, student in names if times[name] == 1},
    )


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
