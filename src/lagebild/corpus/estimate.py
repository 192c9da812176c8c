"""What reading a crawl would take, from a sample of its shards that is really read and then thrown away."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import mean, stdev

from lagebild.errors import BadInput, Unreadable

from .settings import Settings
from .shards import expand
from .work import Job, read_shard

SHARDS, RECORDS = 4, 150
"""So many shards are sampled, spread over the whole, and so many records of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """`shards` of `bytes`; of these `sampled` shards with `documents` documents were read. The rest is what the whole
    would take: documents, CPU hours with the spread between the sampled shards (one standard deviation, None for a
    single one), bytes of tables."""

    shards: int
    bytes: int
    sampled: int
    documents: int
    all_documents: int
    cpu_hours: float
    spread: float | None
    stored: int
    unreadable: tuple[str, ...]

    def hours(self, workers: int) -> float:
        """Hours that so many workers take, each with a core of its own."""
        return self.cpu_hours / max(1, min(workers, self.shards))


def estimate(sources: Iterable[str | os.PathLike[str]], *, settings: Settings) -> Estimate:
    """Samples the shards that `sources` name. Raises BadInput where none of the sampled ones can be read."""
    settings.check()
    shards = expand(sources)
    step = max(1, len(shards) // SHARDS)
    sample = shards[step // 2 :: step][:SHARDS]
    whole = sum(s.size for s in shards)
    rates: list[tuple[float, float, float]] = []
    faults: list[str] = []
    documents = 0
    # What is loaded once a worker must not be taken for what each page costs, so the first shard is read twice.
    for number, shard in enumerate((sample[0], *sample)):
        with tempfile.TemporaryDirectory(prefix="lagebild-") as folder:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            job = Job(shard=shard, root=folder, settings=settings, most=RECORDS if number else 20)
            job = Job(shard=job.shard, root=job.root, settings=_fetched(settings, now), most=job.most)
            try:
                marker = read_shard(job)
            except (Unreadable, OSError) as error:
                if number:
                    faults.append(str(error) if isinstance(error, Unreadable) else f"{shard.source}: {error}")
                continue
        if number:
            consumed = max(1, min(shard.size, marker["input"]["consumed"]))
            documents += marker["documents"]
            cpu = sum(marker["cpu"].values())
            rates.append((marker["documents"] / consumed, cpu / consumed, marker["bytes"] / consumed))
    if not rates:
        raise BadInput(sample[0].source, "no sampled shard can be read", faults[0] if faults else "")
    per_byte = [mean(values) for values in zip(*rates, strict=True)]
    seconds = [rate[1] * whole for rate in rates]
    return Estimate(
        shards=len(shards),
        bytes=whole,
        sampled=len(rates),
        documents=documents,
        all_documents=round(per_byte[0] * whole),
        cpu_hours=per_byte[1] * whole / 3600,
        spread=stdev(seconds) / 3600 if len(seconds) > 1 else None,
        stored=round(per_byte[2] * whole),
        unreadable=tuple(faults),
    )


def _fetched(settings: Settings, now: str) -> Settings:
    from dataclasses import replace

    return replace(settings, fetched=settings.fetched or now)
