"""One year of the programme, played on real input and reconciled."""
