"""What everybody hears of a recommendation, and what only notify hears."""

from services.intake.model.nominations import Nomination
from services.intake.model.recommendation import Recommendation
from shared.contracts.intake import ContactChanged, SourceKind, UmkmRecommended

BY_NIB = "nib/"


def recommended(
    state: Nomination, new: Recommendation, round_id: str, agency: str | None, *, corrected: bool
) -> UmkmRecommended:
    """Everything that is open to all: no owner, no numbers, no address."""
    # A NIB that was written down once is known, even if a later letter leaves it out.
    has_nib = new.nib is not None or any(key.startswith(BY_NIB) for key in state.keys)
    return UmkmRecommended(
        umkm_id=state.umkm_id,
        round_id=round_id,
        business_name=new.business_name,
        district=new.district,
        source_kind=SourceKind.AGENCY if agency else SourceKind.DISTRICT,
        recommended_by=agency or new.district,
        products=tuple(offered for each in new.products if (offered := each.offered())),
        size_class=new.size_class,
        has_nib=has_nib,
        reason=new.reason,
        rank=new.rank,
        corrected=corrected,
    )


def contact(umkm_id: str, new: Recommendation) -> ContactChanged:
    known = {"business_name": new.business_name, "owner_name": new.owner_name}
    return ContactChanged(umkm_id=umkm_id, phone=new.phone, email=new.email, **known)
