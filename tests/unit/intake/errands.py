"""What the child process is told in tests."""

from datetime import date

from services.intake.letters.errand import Errand

AN_ERRAND = Errand(district="12.11", arrived_on=date(2026, 11, 20))
