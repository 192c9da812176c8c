"""Readings of what is counted from a day: today, next week, the year after, Monday, the end of the month."""

from __future__ import annotations

from datetime import date

from . import calendar as cal
from .dates import calendar_date, season_of
from .find import Found
from .meaning import FUTURE, PAST, PRESENT, UNKNOWN_DAY, Meaning, Slots, modifier
from .spans import quantity, span_value
from .story import Base, Story

_SEASON_BEGINS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def deictic(story: Story, item: Found) -> Meaning | None:
    """Today, yesterday, tomorrow, tonight."""
    slots = item.slots
    n = next((int(slots[s]) for s in ("shift", "deictic", "today", "dayadj") if s in slots), 0)
    part = slots.get("part") or slots.get("daypart") or slots.get("daypartword") or slots.get("tonight")
    if "wdpart" in slots:
        part = slots["wdpart"][1]
    mod = modifier(slots)
    if story.anchor is None:
        if part:
            return Meaning("TIME", UNKNOWN_DAY + str(part), mod)
        return Meaning("DATE", PRESENT if n == 0 else FUTURE if n == 1 else UNKNOWN_DAY)
    day = cal.shifted(story.anchor, "D", n)
    if part:
        return Meaning("TIME", day + str(part), mod, anchored=True)
    if n == 0 and "sure" not in slots and _nowadays(story, item):
        return Meaning("DATE", PRESENT)
    return Meaning("DATE", day, anchored=True)


def _nowadays(story: Story, item: Found) -> bool:
    """True where "today" means these times rather than this day."""
    words = story.toks.words
    before = words[item.first - 1].lower() if item.first else ""
    after = words[item.last].lower() if item.last < len(words) else ""
    if story.cues.get(f"> {after}") == "day":
        return False
    if story.cues.get(f"{before} <") == "loose" or story.cues.get(f"> {after}") == "loose":
        return True
    return story.cues.get("today alone") == "loose" and story.tense(item) not in ("past", "future")


def today_adjective(story: Story, item: Found) -> Meaning | None:
    """ "Heutig": of these times, more often than of this day."""
    return Meaning("DATE", PRESENT)


def unit_from(unit: str, n: int, base: Base, mod: str | None) -> Meaning:
    """The unit that lies n such units from the base."""
    if unit.startswith("T"):
        if n == 0:
            return Meaning("DATE", PRESENT)
        return Meaning("DATE", PAST if n < 0 else FUTURE)
    if base.day is None:
        return Meaning("DATE", UNKNOWN_DAY if unit == "D" else "XXXX", mod)
    return Meaning("DATE", cal.shifted(base.day, unit, n), mod, anchored=base.anchored)


def relative(story: Story, item: Found) -> Meaning | None:
    """This, next, last: a unit, a weekday, a month, a season, a part of the day."""
    slots = item.slots
    told = "refrel" in slots or "rel" not in slots
    n = int(slots.get("rel", slots.get("refrel", 0)))
    unit = slots.get("unit") or slots.get("cunit")
    base = story.base(told=told or (unit == "D" and n == 0))
    if unit is not None:
        return unit_from(str(unit), n, base, modifier(slots))
    part = str(slots.get("daypart") or slots.get("daypartword") or "")
    weekday = slots.get("weekday")
    if "wdpart" in slots:
        weekday, part = int(slots["wdpart"][0]), str(slots["wdpart"][1])
    if weekday is not None:
        if base.day is None:
            return Meaning("DATE", f"XXXX-WXX-{int(weekday)}{part}")
        day = _weekday_from(base.day, int(weekday), n)
        return Meaning("TIME" if part else "DATE", day.isoformat() + part, anchored=base.anchored)
    if "month" in slots:
        return _month_from(base, int(slots["month"]), n, modifier(slots))
    if "season" in slots or "seasonpart" in slots:
        return _season_from(base, slots, n)
    day_there = story.day if told and story.day else base.day
    value = cal.shifted(day_there, "D", n) if day_there else UNKNOWN_DAY
    return Meaning("TIME", value + part, anchored=base.anchored)


def referring(story: Story, item: Found) -> Meaning | None:
    """Counted from the time last spoken of: the same day, the year after, the day before."""
    slots = item.slots
    n = next((int(slots[s]) for s in ("refrel", "after") if isinstance(slots.get(s), int)), 0)
    unit = str(slots.get("unit") or slots.get("cunit") or "D")
    for slot, its in (("prevday", "D"), ("prevweek", "W"), ("prevmonth", "M"), ("prevyear", "Y")):
        if slot in slots:
            n, unit = int(slots[slot]), its
    base = story.base(told=True)
    if slots.get("prevyear") == -1:
        base = story.base()
    if "daypart" in slots:
        value = story.day.isoformat() if story.day else UNKNOWN_DAY
        return Meaning("TIME", value + str(slots["daypart"]), anchored=base.anchored)
    if unit == "D" and not base.anchored and len(story.ref) < 10 and story.day is not None:
        # Only a month or year was spoken of since: the day meant is the last single one.
        base = Base(story.day, story.day == story.anchor)
    return unit_from(unit, n, base, modifier(slots))


def edge_of_unit(story: Story, item: Found) -> Meaning | None:
    """The beginning, middle or end of the year, month or week spoken of; the weekend."""
    slots = item.slots
    unit, mod = str(slots.get("unit") or "Y"), modifier(slots)
    for slot, its in (("monthedge", "M"), ("weekedge", "W")):
        if slot in slots:
            unit, mod = its, str(slots[slot])
    base = story.base(told=unit not in ("W", "WE") and story.here)
    if "halfn" in slots and unit == "Y" and base.day:
        return Meaning("DATE", f"{base.day.year:04d}-H{1 if int(slots['halfn']) == 1 else 2}", anchored=base.anchored)
    n = 0
    if unit == "WE" and base.day and base.anchored and story.tense(item) == "past" and base.day.isoweekday() <= 5:
        n = -1
    if unit.isdigit():
        # A month where the unit should be: "the October-December quarter" is named by its months, not by its edge.
        return None
    return unit_from(unit, n, base, mod)


def weekday(story: Story, item: Found) -> Meaning | None:
    """A bare weekday: the one before or after the anchor, by tense."""
    slots = item.slots
    part = next((str(slots[s]) for s in ("daypart", "daypartword", "daypartadverb") if s in slots), "")
    number = int(slots.get("weekday", 0))
    if "wdpart" in slots:
        number, part = int(slots["wdpart"][0]), str(slots["wdpart"][1])
    base = story.base()
    kind = "TIME" if part else "DATE"
    if base.day is None or (story.anchor is None and len(story.ref) < 8):
        return Meaning("TIME" if part else "DATE", f"XXXX-WXX-{number}{part}")
    when = story.tense(item) if base.anchored else "future"
    behind, ahead = (base.day.isoweekday() - number) % 7, (number - base.day.isoweekday()) % 7
    offset = -behind if when == "past" else ahead if when == "future" else (-behind if behind <= 3 else ahead)
    value = cal.shifted(base.day, "D", offset) + part
    return Meaning("TIME" if kind == "TIME" else "DATE", value, modifier(slots), anchored=base.anchored)


def later(story: Story, item: Found) -> Meaning | None:
    """Some time before or after what was spoken of; English "ago" counts from the anchor."""
    slots = item.slots
    direction = int(slots.get("ago", slots.get("after", slots.get("vafter", 1))))
    outright = _said_beside(story, item)
    if outright is not None:
        return outright
    if "vafter" in slots:
        return Meaning("DATE", FUTURE if direction > 0 else PAST)
    n, unit = quantity(slots)
    if n is None:
        value = span_value(slots)
        if direction > 0 and "plural" not in slots:
            return Meaning("DATE", FUTURE)
        return Meaning("DATE", PAST) if "ago" in slots else Meaning("DURATION", value) if value else None
    base = story.base(told="ago" not in slots)
    if base.day is None or unit.startswith("T"):
        value = span_value(slots)
        return Meaning("DURATION", value) if value else None
    if n != int(n) and unit in ("Y", "DE"):
        n, unit = n * (12 if unit == "Y" else 120), "M"
    return Meaning("DATE", cal.shifted(base.day, unit, direction * int(n)), modifier(slots), anchored=base.anchored)


def _said_beside(story: Story, item: Found) -> Meaning | None:
    """What stands in apposition says it outright: "zwei Tage später, am 18. Mai"."""
    beside = item.beside
    if beside is None or beside.make != "date" or not {"day", "month"} & beside.slots.keys():
        return None
    base, (n, unit) = story.base(told="ago" not in item.slots), quantity(item.slots)
    if "year" not in beside.slots and base.day is not None and n is not None and unit in ("D", "W", "M"):
        # Both tell of one time, so the count gives the date its year.
        value = cal.shifted(base.day, unit, int(item.slots.get("after", 1)) * int(n))
        year = cal.year_of(value)
        if year is not None and abs((cal.month_of(value) or 0) - int(beside.slots.get("month") or 0)) <= 1:
            beside.slots["year"] = year
    there = calendar_date(story, beside)
    return there if there is not None and there.type == "DATE" else None


def _weekday_from(base: date, number: int, n: int) -> date:
    if n == 0:
        return cal.add_days(base, number - base.isoweekday())
    if n < 0:
        return cal.add_days(base, -((base.isoweekday() - number - 1) % 7 + 1) + 7 * (n + 1))
    return cal.add_days(base, (number - base.isoweekday() - 1) % 7 + 1 + 7 * (n - 1))


def _month_from(base: Base, month: int, n: int, mod: str | None) -> Meaning:
    if base.day is None:
        return Meaning("DATE", f"XXXX-{month:02d}", mod)
    year = base.day.year
    if n < 0 and month >= base.day.month:
        year -= 1
    elif n > 0 and month <= base.day.month:
        year += 1
    return Meaning("DATE", f"{year:04d}-{month:02d}", mod, anchored=base.anchored)


def _season_from(base: Base, slots: Slots, n: int) -> Meaning:
    name, mod = season_of(slots)
    if base.day is None:
        return Meaning("DATE", f"XXXX-{name}", mod)
    month = base.day.month
    # A winter bears the year in which it began: in January it is still last year's.
    late = name == "WI" and month <= 2
    year = base.day.year - late
    if n < 0 and (late or month < _SEASON_BEGINS[name] + 3):
        year -= 1
    elif n > 0 and (late or month >= _SEASON_BEGINS[name]):
        year += 1
    # ISO 8601 years as used here begin with 0001.
    return Meaning("DATE", f"{max(year, 1):04d}-{name}", mod, anchored=base.anchored)
