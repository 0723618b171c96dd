"""Endorsement owns ballots, the voting policy and the priority lists."""
