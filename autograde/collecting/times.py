"""Read a time that somebody has written. What could mean two times is refused: a due date decides points."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_DAY_FIRST_FORMS = (  # of Moodle's worksheet, in English
    "%A, %d %B %Y, %I:%M %p",
    "%A, %d %B %Y, %I:%M:%S %p",
    "%A, %d %B %Y, %H:%M",
    "%A, %d %B %Y, %H:%M:%S",
)
# With dashes for colons as well: that is how file names hold a time.
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T_-]| +)(\d\d)[:-](\d\d)(?:[:-](\d\d)(?:\.\d{1,9})?)?(?P<zone>.*)", re.DOTALL)
_ZONE_AT_END = re.compile(
    r"(?P<time>.*?(?:\d|[AP]M))\s*(?P<zone>Z|[+-]\d\d:?\d\d|[A-Za-z_]+(?:/[A-Za-z_+-]+)+|[A-Z]{3,5})?"
)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_YEARS = range(2000, 2101)


class Unclear(ValueError):
    """A text that is no time, or could be several; the message says why and what to write."""


def read_time(text: str) -> datetime:
    """Read a time; return it in UTC, without a zone.

    Args:
        text: ``2026-03-01 23:59``, seconds or not, or Moodle's ``Sunday, 1 March 2026, 11:59 PM``; then, if it is not
            this computer's time, ``Z``, ``UTC``, an offset (``+09:00``) or a zone by its full name (``Asia/Seoul``).

    Raises:
        Unclear: it is none of these, or clocks were changed in that hour.
    """
    text = text.strip()
    match = _ISO.fullmatch(text)
    if match:
        day, hour, minute, second = match.group(1, 2, 3, 4)
        return _in_utc(_parse(f"{day} {hour}:{minute}:{second or '00'}", ("%Y-%m-%d %H:%M:%S",)), match["zone"].strip())
    match = _ZONE_AT_END.fullmatch(text)
    return _in_utc(_parse(match["time"] if match else text, _DAY_FIRST_FORMS), (match["zone"] or "") if match else "")


def _parse(text: str, forms: tuple[str, ...]) -> datetime:
    for form in forms:
        try:
            time = datetime.strptime(text, form)
        except ValueError:
            continue
        # strptime does not look whether that day was a Sunday.
        if time.year in _YEARS and ("%A" not in form or f"{time:%A}" == text.partition(",")[0]):
            return time
    raise Unclear(f"{text!r} is no time that is clear; write it as 2026-03-01 23:59 or 2026-03-01 23:59 Europe/Berlin")


def _in_utc(time: datetime, zone: str) -> datetime:
    earlier, later = (_aware(time.replace(fold=fold), zone) for fold in (0, 1))
    if earlier.utcoffset() != later.utcoffset():
        raise Unclear(
            f"{time:%Y-%m-%d %H:%M} is in an hour in which clocks were changed: say which, "
            f"{time:%Y-%m-%d %H:%M}{earlier:%z} or {time:%Y-%m-%d %H:%M}{later:%z}"
        )
    return earlier.astimezone(UTC).replace(tzinfo=None)


def _aware(time: datetime, zone: str) -> datetime:
    # For a time without a zone astimezone() takes this computer's.
    return time.replace(tzinfo=_zone(zone)) if zone else time.astimezone()


def _zone(name: str) -> tzinfo:
    if name in {"Z", "UTC", "GMT"}:
        return UTC
    if match := _OFFSET.fullmatch(name):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
        if offset <= timedelta(hours=14):
            return timezone(offset if match[1] == "+" else -offset)
    elif "/" in name:
        try:
            return ZoneInfo(name)
        except (OSError, ValueError, KeyError):  # a zone that is not found is a KeyError
            pass
    raise Unclear(f"the zone {name!r} is not clear: write its full name, as Europe/Berlin, or an offset, as +01:00")


def in_words(time: datetime) -> str:
    """A time in UTC as this computer's clock shows it, and in UTC."""
    local = time.replace(tzinfo=UTC).astimezone()
    return f"{local:%A, %d %B %Y, %H:%M (UTC%z)}, {time:%Y-%m-%d %H:%M} UTC"
