"""The words of explanations."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.endorsement.model.ballots import BallotStatus
from services.endorsement.model.explanations import Sentence
from shared.contracts.endorsement import Choice
from shared.indonesia import months
from shared.indonesia.zones import Zone

OUTCOMES: Mapping[BallotStatus, Sentence] = {
    BallotStatus.OPEN: Sentence(
        "Pemungutan suara masih berjalan menurut kebijakan versi {policy}.",
        "The ballot is running under policy version {policy}.",
    ),
    BallotStatus.RETURNED: Sentence(
        "Rekomendasi sedang diperbaiki oleh pengusul; suara ditahan sampai kembali.",
        "The recommendation is being mended; votes are held until it is back.",
    ),
    BallotStatus.ENDORSED: Sentence(
        "UMKM ini didukung menurut kebijakan versi {policy}.",
        "The UMKM is endorsed under policy version {policy}.",
    ),
    BallotStatus.REJECTED: Sentence(
        "UMKM ini ditolak menurut kebijakan versi {policy}.",
        "The UMKM is rejected under policy version {policy}.",
    ),
    BallotStatus.LAPSED: Sentence(
        "Batas waktu {due} lewat tanpa keputusan; diam tidak pernah berarti setuju.",
        "The deadline, {due}, passed without a decision; silence never approves.",
    ),
    BallotStatus.WITHDRAWN: Sentence(
        "Rekomendasi ditarik sebelum ada keputusan.",
        "The recommendation was withdrawn before a decision.",
    ),
}
CHOICES: Mapping[Choice, Sentence] = {
    Choice.ENDORSE: Sentence("mendukung", "endorses"),
    Choice.REJECT: Sentence("menolak", "rejects"),
    Choice.ABSTAIN: Sentence("abstain", "abstains"),
    Choice.NEED_INFO: Sentence("meminta keterangan", "asks for information"),
}
ABOUT: Mapping[str, Sentence] = {
    "held": Sentence(
        "Rekomendasi belum diterima; {votes} suara ditahan.",
        "There is no recommendation yet; votes held: {votes}.",
    ),
    "progress": Sentence(
        "{here} dari {all} suara masuk, menunggu {waiting}, batas waktu {due}.",
        "{here} of {all} in, waiting for {waiting}, due {due}.",
    ),
    "all-in": Sentence(
        "{here} dari {all} suara masuk, batas waktu {due}.", "{here} of {all} in, due {due}."
    ),
    "silent": Sentence("Tidak memberi suara: {waiting}.", "Did not vote: {waiting}."),
    "next-decides": Sentence(
        "Suara berikutnya yang memutuskan; tanpa itu pemungutan suara gugur.",
        "The next vote decides; without one the ballot lapses.",
    ),
    "taken-back": Sentence(
        "Rekomendasi ditarik setelah keputusan: tidak ada tempat pada daftar berikutnya.",
        "The recommendation was withdrawn after the decision: there is no place on a later list.",
    ),
    "not-asked": Sentence(
        "Suara {agency} tidak dihitung: kebijakan ini tidak memintanya.",
        "The vote of {agency} is not counted: this policy does not ask for it.",
    ),
    "nominated": Sentence(
        "{agency} yang mengusulkan UMKM ini: usulan itu pendapatnya, dan ia tidak ikut memutuskan.",
        "{agency} nominated this UMKM: that was its word, and it has no vote on its own proposal.",
    ),
    "named": Sentence("{agency}", "{agency}"),
    "weighed": Sentence("{agency} (bobot {weight})", "{agency} (weight {weight})"),
    "vote": Sentence("{agency} {choice}.", "{agency} {choice}."),
    "vote-with-reason": Sentence("{agency} {choice}: {reason}", "{agency} {choice}: {reason}"),
    "quorum": Sentence(
        "{endorsing} lembaga mendukung, diperlukan {quorum}.",
        "Agencies that endorse: {endorsing}; needed: {quorum}.",
    ),
    "quorum-by-weight": Sentence(
        "Bobot dukungan {endorsing}, diperlukan {quorum}.",
        "Weight that endorses: {endorsing}; needed: {quorum}.",
    ),
    "counts-against": Sentence(
        "Abstain tidak dihitung sebagai dukungan, dan kuorum tetap.",
        "To abstain endorses nothing, and the quorum stays what it is.",
    ),
    "leaves": Sentence(
        "Lembaga yang abstain tidak ikut dihitung dalam kuorum.",
        "Agencies that abstain are not counted in the quorum.",
    ),
    "reopened": Sentence("Dibuka kembali pada {on}: {reason}", "Opened again on {on}: {reason}"),
    "moved": Sentence(
        "Dipindahkan dari kebijakan versi {before} ke versi {after} pada {on}: {reason}",
        "Moved from policy version {before} to {after} on {on}: {reason}",
    ),
}
AGAINST: Mapping[str, Sentence] = {
    "missing": Sentence(
        "Dukungan {agency} wajib untuk barang ini ({because}) dan belum ada.",
        "The endorsement of {agency} is required for these goods ({because}) and not there yet.",
    ),
    "absent": Sentence(
        "Dukungan {agency} wajib untuk barang ini ({because}) dan tidak ada.",
        "The endorsement of {agency} is required for these goods ({because}) and was not there.",
    ),
    "lost": Sentence(
        "Dukungan {agency} wajib untuk barang ini ({because}) dan tidak diberikan.",
        "The endorsement of {agency} is required for these goods ({because}) and was not given.",
    ),
    "veto": Sentence("Penolakan {agency} menentukan.", "The rejection of {agency} decides."),
    "no-score": Sentence(
        "Tidak ada nilai dari yang mendukung; nilai rata-rata sedikitnya {least}.",
        "Those who endorse gave no score; the mean must reach {least}.",
    ),
    "score": Sentence(
        "Nilai rata-rata {score} di bawah batas {least}.",
        "The mean score {score} is below the least of {least}.",
    ),
}


def day(moment: datetime, zone: Zone) -> Sentence:
    """The day in the province, as in `4 Desember 2026`."""
    return Sentence(*months.in_words(zone.day_of(moment)))


def figure(value: float) -> Sentence:
    """With the decimal mark of the language."""
    plain = f"{value:g}"
    return Sentence(plain.replace(".", ","), plain)


def listed(names: Sequence[Sentence]) -> Sentence:
    """Join names as in a sentence."""
    return Sentence(
        _joined([each.id for each in names], "dan"), _joined([each.en for each in names], "and")
    )


def _joined(names: Sequence[str], last: str) -> str:
    *before, end = names or [""]
    return f"{', '.join(before)} {last} {end}" if before else end
