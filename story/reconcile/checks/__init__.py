"""One room for each part of the programme that is counted; all checks are pure."""
